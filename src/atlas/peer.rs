//! The certificate that a server shows, whether it is trusted or not: its issuer tells when a proxy looks into TLS.
//!
//! Whoever looks does not sign in: the handshake is broken off at the certificate, and nothing is ever sent behind it.

use std::sync::{Arc, OnceLock};

use reqwest::redirect;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use crate::atlas::client::Limits;
use crate::atlas::endpoint::BaseUrl;
use crate::atlas::way::Way;
use crate::domain::lookup::{self, Presented};

/// What the server at `base_url` shows, through the proxy where there is one. `None` where it shows nothing that can be read:
/// why, an ordinary request tells.
pub async fn certificate_of(base_url: &BaseUrl, way: &Way, limits: &Limits) -> Option<Presented> {
    let provider = Arc::new(ring::default_provider());
    let onlooker = Arc::new(Onlooker { shown: OnceLock::new(), provider: Arc::clone(&provider) });
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    let tls = tls.dangerous().with_custom_certificate_verifier(Arc::clone(&onlooker) as _).with_no_client_auth();
    let builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .timeout(limits.connect_timeout);
    // It fails in any case, at the certificate or before it.
    let _ = way.through_proxy(builder, base_url).ok()?.build().ok()?.get(base_url.join("/")?).send().await;
    lookup::certificate(onlooker.shown.get()?)
}

/// Takes note of the certificate and accepts none.
#[derive(Debug)]
struct Onlooker {
    shown: OnceLock<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl Onlooker {
    fn no_further() -> Error {
        Error::General("only the certificate was to be seen".to_owned())
    }
}

impl ServerCertVerifier for Onlooker {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.shown.get_or_init(|| certificate.clone().into_owned());
        Err(Self::no_further())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Self::no_further())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Self::no_further())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
