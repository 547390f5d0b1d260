//! What is told from a file's path.

use web_assets::kind_of;

#[test]
fn the_type_goes_by_the_extension() {
    for (path, content_type) in [
        ("/index.html", "text/html; charset=utf-8"),
        ("/start.css", "text/css; charset=utf-8"),
        ("/a.js", "text/javascript; charset=utf-8"),
        ("/a.mjs", "text/javascript; charset=utf-8"),
        ("/a.json", "application/json; charset=utf-8"),
        ("/a.js.map", "application/json; charset=utf-8"),
        (
            "/site.webmanifest",
            "application/manifest+json; charset=utf-8",
        ),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("/a.PNG", "image/png"),
        ("/a.jpg", "image/jpeg"),
        ("/a.jpeg", "image/jpeg"),
        ("/a.webp", "image/webp"),
        ("/a.avif", "image/avif"),
        ("/favicon.ico", "image/x-icon"),
        ("/a.woff2", "font/woff2"),
        ("/a.wasm", "application/wasm"),
        ("/a.exe", "application/octet-stream"),
        ("/README", "application/octet-stream"),
        ("/folder.html/README", "application/octet-stream"),
        ("/html", "application/octet-stream"),
    ] {
        assert_eq!(kind_of(path).content_type, content_type, "{path}");
    }
}

#[test]
fn texts_and_raw_data_are_worth_compressing() {
    for (path, is_text, is_compressible) in [
        ("/index.html", true, true),
        ("/favicon.svg", true, true),
        ("/site.webmanifest", true, true),
        ("/a.wasm", false, true),
        ("/favicon.ico", false, true),
        ("/a.png", false, false),
        ("/a.woff2", false, false),
        ("/a.bin", false, false),
    ] {
        let kind = kind_of(path);
        assert_eq!(kind.is_text, is_text, "{path}");
        assert_eq!(kind.is_compressible, is_compressible, "{path}");
    }
}

#[test]
fn a_hash_is_what_the_bundler_puts_into_a_name() {
    for path in [
        "/assets/index-B1cD2e3F.js",
        "/assets/index-BxKq_Zp-.css",
        "/assets/index-a1b2c3d4.js",
        "/assets/sign-in-form-DiwrgTda.js",
        "/assets/index-B1cD2e3F.js.map",
    ] {
        assert!(kind_of(path).is_immutable, "{path}");
    }
    for path in [
        "/index.html",
        "/index-B1cD2e3F.js",
        "/img/logo-B1cD2e3F.png",
        "/assets/logo.png",
        "/assets/my-document.pdf",
        "/assets/My-Document.pdf",
        "/assets/logo-20260101.png",
        "/assets/indexB1cD2e3F.js",
        "/assets/index-B1cD2e3.js",
        "/assets/index-B1cD2e3F4.js",
        "/assets/index-B1cD 2e3.js",
        "/assets/-B1cD2e3F.js",
        "/assets/B1cD2e3F.js",
        "/assets/ééé-ééééé.js",
        "/assets/",
    ] {
        assert!(!kind_of(path).is_immutable, "{path}");
    }
}
