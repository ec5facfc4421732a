//! A server that speaks TLS with a certificate of an authority that nobody knows, and hands on what it gets; and a proxy
//! that leads every tunnel to one address.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio_rustls::TlsAcceptor;

/// What the authority is called.
pub const AUTHORITY: &str = "Acme Inspection CA";

/// It runs until it is dropped.
pub struct Server {
    pub address: SocketAddr,
    _runtime: Runtime,
}

/// TLS for these names until the end of a year, in front of `behind`; and the authority, as PEM.
pub fn inspecting(behind: SocketAddr, names: &[&str], year: i32) -> (Server, String) {
    let (mut authority, key) = (CertificateParams::default(), KeyPair::generate().unwrap());
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.distinguished_name.push(DnType::CommonName, AUTHORITY);
    let authority = authority.self_signed(&key).unwrap();
    let own_key = KeyPair::generate().unwrap();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut own = CertificateParams::new(names).unwrap();
    own.not_after = date_time_ymd(year, 12, 31);
    let own = own.signed_by(&own_key, &authority, &key).unwrap();
    let config =
        ServerConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions();
    let private = own_key.serialize_der().try_into().unwrap();
    let config = config.unwrap().with_no_client_auth().with_single_cert(vec![own.der().clone()], private).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let server = serve(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            // Who does not trust it goes.
            let Ok(mut inside) = acceptor.accept(stream).await else { return };
            let mut outside = TcpStream::connect(behind).await.unwrap();
            let _ = copy_bidirectional(&mut inside, &mut outside).await;
        }
    });
    let pem = STANDARD.encode(authority.der());
    (server, format!("-----BEGIN CERTIFICATE-----\n{pem}\n-----END CERTIFICATE-----\n"))
}

/// A proxy for HTTPS, whatever the name that is asked for.
pub fn tunnel(to: SocketAddr) -> Server {
    serve(move |mut stream| async move {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        assert!(head.starts_with(b"CONNECT "), "{}", String::from_utf8_lossy(&head));
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        let mut outside = TcpStream::connect(to).await.unwrap();
        let _ = copy_bidirectional(&mut stream, &mut outside).await;
    })
}

fn serve<Work: Future<Output = ()> + Send + 'static>(work: impl Fn(TcpStream) -> Work + Send + 'static) -> Server {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(work(stream));
        }
    });
    Server { address, _runtime: runtime }
}
