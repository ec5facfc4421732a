//! Atlas's errors: a status, a code, a sentence. One constructor for each that the simulated Atlas can give.

use hyper::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use super::rate::Capacity;

/// An error as Atlas's API writes it (schema `ApiError`).
#[derive(Debug, Clone)]
pub(super) struct Trouble {
    pub status: StatusCode,
    pub code: &'static str,
    pub detail: String,
    pub parameters: Vec<Value>,
    /// A field of the request and what is wrong with it.
    pub field: Option<(&'static str, String)>,
    /// Seconds, for the header of that name.
    pub retry_after: Option<u32>,
}

/// The body, its keys in the recorded order.
#[derive(Serialize)]
pub(super) struct Body<'trouble> {
    #[serde(rename = "badRequestDetail", skip_serializing_if = "Option::is_none")]
    field: Option<Value>,
    detail: &'trouble str,
    error: u16,
    #[serde(rename = "errorCode")]
    code: &'static str,
    parameters: &'trouble [Value],
    reason: &'static str,
}

impl Trouble {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>, parameters: Vec<Value>) -> Self {
        Self { status, code, detail: detail.into(), parameters, field: None, retry_after: None }
    }

    /// What the body says.
    pub fn body(&self) -> Body<'_> {
        Body {
            field: self
                .field
                .as_ref()
                .map(|(field, description)| json!({ "fields": [{ "description": description, "field": field }] })),
            detail: &self.detail,
            error: self.status.as_u16(),
            code: self.code,
            parameters: &self.parameters,
            reason: self.status.canonical_reason().unwrap_or_default(),
        }
    }

    /// A query parameter that is no whole number from 1 to `most`.
    pub fn parameter(name: &'static str, value: &str, most: u64) -> Self {
        let description = format!("must be a whole number from 1 to {most}");
        let detail = format!("The query parameter {name} {description}.");
        let trouble = Self::new(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", detail, vec![json!(name), json!(value)]);
        Self { field: Some((name, description)), ..trouble }
    }

    /// A part of the path that is not as it must be.
    pub fn path(name: &'static str, value: &str, description: &str) -> Self {
        let detail = format!("The path parameter {name} {description}.");
        let trouble = Self::new(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", detail, vec![json!(value)]);
        Self { field: Some((name, description.to_owned())), ..trouble }
    }

    /// A project that does not exist: recorded.
    pub fn unknown_group(id: &str) -> Self {
        let detail = format!("No group with ID {id} exists.");
        Self::new(StatusCode::NOT_FOUND, "GROUP_NOT_FOUND", detail, vec![json!(id)])
    }

    /// An organisation that does not exist.
    pub fn unknown_organisation(id: &str) -> Self {
        let detail = format!("No organization with ID {id} exists.");
        Self::new(StatusCode::NOT_FOUND, "ORG_NOT_FOUND", detail, vec![json!(id)])
    }

    /// A user that does not exist; Atlas's own words are not documented.
    pub fn unknown_user(name: &str) -> Self {
        let detail = format!("No user with username {name} exists.");
        Self::new(StatusCode::NOT_FOUND, "USERNAME_NOT_FOUND", detail, vec![json!(name)])
    }

    /// A path that leads nowhere: worded as recorded for other resources.
    pub fn unknown_resource(path: &str) -> Self {
        let detail = format!("Cannot find resource {path}.");
        Self::new(StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND", detail, vec![json!(path)])
    }

    /// A method other than GET.
    pub fn method(method: &str) -> Self {
        let detail = format!("Method {method} is not allowed for this resource.");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", detail, Vec::new())
    }

    /// v2 without a versioned media type: reported by users.
    pub fn version() -> Self {
        let detail = "Invalid accept header or version date.";
        Self::new(StatusCode::NOT_ACCEPTABLE, "INVALID_VERSION_DATE", detail, Vec::new())
    }

    /// The credential has no role for this: 401, not 403.
    pub fn role() -> Self {
        let detail = "Current user is not authorized to perform this action.";
        Self::new(StatusCode::UNAUTHORIZED, "USER_UNAUTHORIZED", detail, Vec::new())
    }

    /// The caller's address is not on the credential's access list.
    pub fn address(address: &str) -> Self {
        let detail = format!("IP address {address} is not allowed to access this resource.");
        Self::new(StatusCode::FORBIDDEN, "IP_ADDRESS_NOT_ON_ACCESS_LIST", detail, vec![json!(address)])
    }

    /// An empty bucket: the documented body, with its mixture of texts and numbers.
    pub fn rate(path: &str, retry_after: Option<u32>, capacity: Capacity) -> Self {
        let path = path.trim_start_matches('/');
        let Capacity { limit, refill, seconds } = capacity;
        let wait = retry_after.unwrap_or(seconds);
        let detail = format!(
            "Rate limit exceeded for {path}. Please retry after {wait} seconds. Request capacity: {limit}. Refill rate: {refill} per {seconds} seconds."
        );
        let parameters = vec![json!(path), json!(wait), json!(limit), json!(refill), json!(seconds)];
        let trouble = Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED_TOKEN_BUCKET", detail, parameters);
        Self { retry_after, ..trouble }
    }
}
