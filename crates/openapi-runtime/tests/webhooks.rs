//! Signatures of webhooks. The signatures here are from the documentation of senders, and from the package
//! `standardwebhooks` of PyPI.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openapi_runtime::http::{HeaderMap, HeaderName, HeaderValue};
use openapi_runtime::{BodySignature, SignatureError, StandardWebhooks};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER: &str = "whsec_plJ3nmyCDGBKInavdOK15jsl";
const PING: &str = r#"{"event_type":"ping","data":{"success":true}}"#;
const PING_ID: &str = "msg_loFOjxBNrRLzqYUf";
const PING_TIME: &str = "1731705121";
const PING_SIGNATURE: &str = "v1,ra7kgjOCnSSR5URJ70WM3QMv18NGuuwnmtI2W0CEQ1c=";
const PING_SIGNATURE_OF_OTHER: &str = "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=";

fn headers(id: &str, timestamp: &str, signature: &str) -> HeaderMap {
    let pairs = [
        ("webhook-id", id),
        ("webhook-timestamp", timestamp),
        ("webhook-signature", signature),
    ];
    pairs
        .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
        .into_iter()
        .collect()
}

fn ping(signature: &str) -> HeaderMap {
    headers(PING_ID, PING_TIME, signature)
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn verify(verifier: &StandardWebhooks, headers: &HeaderMap) -> Result<(), SignatureError> {
    verifier.verify_at(headers, PING.as_bytes(), at(1_731_705_121))
}

fn standard(secret: &str) -> StandardWebhooks {
    StandardWebhooks::new(secret).unwrap()
}

#[test]
fn signatures_of_the_other_implementation_are_accepted() {
    let cases = [
        (
            SECRET,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
            "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        (
            SECRET,
            PING_ID,
            1_731_705_121,
            PING,
            "ra7kgjOCnSSR5URJ70WM3QMv18NGuuwnmtI2W0CEQ1c=",
        ),
        (
            OTHER,
            PING_ID,
            1_731_705_121,
            PING,
            "rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
        ),
        (
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            r#"{"name":"Zoë – é"}"#,
            "cyRNFlJtacUrCGX7WsbGDx8q3fHuX9C1ifup6XUGkzs=",
        ),
        (
            "C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            "empty",
            1_649_367_553,
            "",
            "b3xdWHAbVHG+duDfR1hI1fCxabhDSzW6vxWTLb/JQLg=",
        ),
        (
            "whsec_AQIDBA",
            "m",
            1_700_000_000,
            "x",
            "RbwHjhXn363WzE9JQ5D/xhkdJY6qARulbnu1rCxmmuU=",
        ),
    ];
    for (secret, id, time, body, signature) in cases {
        let sent = headers(id, &time.to_string(), &format!("v1,{signature}"));
        assert_eq!(
            standard(secret).verify_at(&sent, body.as_bytes(), at(time)),
            Ok(()),
            "{id}"
        );
        let changed = format!("{body} ");
        let refused = standard(secret).verify_at(&sent, changed.as_bytes(), at(time));
        assert_eq!(refused, Err(SignatureError::Mismatch), "{id}");
    }
}

#[test]
fn the_identifier_and_the_time_are_signed() {
    let verifier = standard(SECRET);
    assert_eq!(
        verify(&verifier, &headers("other", PING_TIME, PING_SIGNATURE)),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(
        verify(&verifier, &headers(PING_ID, "1731705122", PING_SIGNATURE)),
        Err(SignatureError::Mismatch)
    );
}

#[test]
fn one_of_several_signatures_is_enough() {
    let verifier = standard(SECRET);
    let several = format!("v1a,AAAA v1,%% v1,AAAA {PING_SIGNATURE_OF_OTHER} {PING_SIGNATURE}");
    assert_eq!(verify(&verifier, &ping(&several)), Ok(()));
    for none in [
        PING_SIGNATURE_OF_OTHER,
        "",
        "v1,",
        "v1",
        &PING_SIGNATURE.replace("v1,", "v1a,"),
        &PING_SIGNATURE[3..],
        &PING_SIGNATURE[..40],
    ] {
        assert_eq!(verify(&verifier, &ping(none)), Err(SignatureError::Mismatch), "{none}");
    }
}

#[test]
fn a_secret_is_replaced_while_both_are_valid() {
    let both = standard(OTHER).or_secret(SECRET).unwrap();
    assert_eq!(verify(&both, &ping(PING_SIGNATURE)), Ok(()));
    assert_eq!(verify(&both, &ping(PING_SIGNATURE_OF_OTHER)), Ok(()));
    assert_eq!(
        verify(&standard(OTHER), &ping(PING_SIGNATURE)),
        Err(SignatureError::Mismatch)
    );
}

#[test]
fn old_and_future_signatures_are_refused() {
    let check = |verifier: &StandardWebhooks, now| verifier.verify_at(&ping(PING_SIGNATURE), PING.as_bytes(), at(now));
    let verifier = standard(SECRET);
    assert_eq!(check(&verifier, 1_731_705_121 + 300), Ok(()));
    assert_eq!(check(&verifier, 1_731_705_121 + 301), Err(SignatureError::TooOld));
    assert_eq!(check(&verifier, 1_731_705_121 - 300), Ok(()));
    assert_eq!(check(&verifier, 1_731_705_121 - 301), Err(SignatureError::TooNew));
    let lenient = verifier.clone().tolerance(Duration::from_secs(301));
    assert_eq!(check(&lenient, 1_731_705_121 + 301), Ok(()));
    assert_eq!(
        verifier.verify(&ping(PING_SIGNATURE), PING.as_bytes()),
        Err(SignatureError::TooOld)
    );
}

#[test]
fn a_header_that_is_absent_or_wrong_is_named() {
    let verifier = standard(SECRET);
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let name = HeaderName::from_static(name);
        let mut absent = ping(PING_SIGNATURE);
        let value = absent.remove(&name).unwrap();
        assert_eq!(
            verify(&verifier, &absent),
            Err(SignatureError::MissingHeader(name.clone()))
        );
        let mut twice = ping(PING_SIGNATURE);
        twice.append(&name, value);
        assert_eq!(
            verify(&verifier, &twice),
            Err(SignatureError::InvalidHeader(name.clone()))
        );
        let mut bytes = ping(PING_SIGNATURE);
        bytes.insert(&name, HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(verify(&verifier, &bytes), Err(SignatureError::InvalidHeader(name)));
    }
    for time in [
        "",
        "soon",
        "-1",
        "1731705121.5",
        "18446744073709551615",
        "99999999999999999999",
    ] {
        let refused = verify(&verifier, &headers(PING_ID, time, PING_SIGNATURE));
        let invalid = SignatureError::InvalidHeader(HeaderName::from_static("webhook-timestamp"));
        assert_eq!(refused, Err(invalid), "{time}");
    }
}

#[test]
fn an_invalid_secret_is_an_error_and_none_is_shown() {
    for secret in ["", "whsec_", "whsec_%", "s3cret!"] {
        assert_eq!(
            StandardWebhooks::new(secret).err(),
            Some(SignatureError::InvalidSecret),
            "{secret}"
        );
        assert_eq!(
            standard(SECRET).or_secret(secret).err(),
            Some(SignatureError::InvalidSecret),
            "{secret}"
        );
    }
    let shown = format!("{:?}", standard(SECRET));
    assert_eq!(shown, "StandardWebhooks { keys: [redacted], tolerance: 300s }");
    let shown = format!(
        "{:?}",
        BodySignature::new(HeaderName::from_static("x-signature"), "s3cret")
    );
    assert!(
        shown.contains("keys: [redacted]") && !shown.contains("s3cret"),
        "{shown}"
    );
}

const HEADER: HeaderName = HeaderName::from_static("x-hub-signature-256");

/// The example of GitHub's documentation.
fn github() -> BodySignature {
    BodySignature::new(HEADER, "It's a Secret to Everybody")
}

const HEX: &str = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

fn verify_body(verifier: &BodySignature, signature: &str) -> Result<(), SignatureError> {
    let headers = HeaderMap::from_iter([(HEADER, signature.parse().unwrap())]);
    verifier.verify(&headers, b"Hello, World!")
}

#[test]
fn the_signature_of_a_body_is_accepted_in_its_encoding() {
    assert_eq!(verify_body(&github(), HEX), Ok(()));
    assert_eq!(verify_body(&github(), &HEX.to_uppercase()), Ok(()));
    assert_eq!(
        verify_body(&github().prefix("sha256="), &format!("sha256={HEX}")),
        Ok(())
    );
    let base64 = "dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc=";
    assert_eq!(verify_body(&github().base64(), base64), Ok(()));
    let rotated = BodySignature::new(HEADER, "new").or_secret("It's a Secret to Everybody");
    assert_eq!(verify_body(&rotated, HEX), Ok(()));
}

#[test]
fn the_signature_of_another_body_is_refused() {
    let zeros = "0".repeat(64);
    for other in [zeros.as_str(), &HEX[..62], &HEX[2..], ""] {
        assert_eq!(verify_body(&github(), other), Err(SignatureError::Mismatch), "{other}");
    }
    for invalid in [&HEX[1..], "zz", "+1", "é", &format!("sha256={HEX}")] {
        assert_eq!(
            verify_body(&github(), invalid),
            Err(SignatureError::InvalidHeader(HEADER)),
            "{invalid}"
        );
    }
    assert_eq!(
        verify_body(&github().prefix("sha256="), HEX),
        Err(SignatureError::InvalidHeader(HEADER))
    );
    assert_eq!(
        verify_body(&github().base64(), "%"),
        Err(SignatureError::InvalidHeader(HEADER))
    );
    assert_eq!(
        verify_body(&BodySignature::new(HEADER, "other"), HEX),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(
        github().verify(&HeaderMap::new(), b"Hello, World!"),
        Err(SignatureError::MissingHeader(HEADER))
    );
}
