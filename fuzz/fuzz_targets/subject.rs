//! A subject: read whole or refused at a place in it; written, it means the same.
#![no_main]

use atlas_certs::domain::subject::{Difference, Likeness, difference, likeness, parse, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = match parse(text) {
        Ok(parsed) => parsed,
        Err(why) => return assert!(text.is_char_boundary(why.at), "{why}"),
    };
    let mut end = 0;
    for attribute in parsed.attributes() {
        let span = attribute.span();
        assert!(end <= span.start, "{span:?} begins before {end}");
        assert!(text[span.clone()].contains(attribute.written()));
        end = span.end;
    }
    let written = write(&parsed);
    assert_eq!(parse(&written).as_ref(), Ok(&parsed), "{written}");
    assert_eq!(write(&parse(&written).unwrap()), written, "written twice");
    assert!(likeness(text, &written) <= Likeness::Same, "{written}");
    let lines = difference(text, text).unwrap();
    assert_eq!(lines.len(), parsed.attributes().len());
    assert!(lines.iter().all(|line| line.difference == Difference::Same), "{lines:?}");
});
