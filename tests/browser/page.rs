//! The page, mounted once: all tests share one document, and each takes it to a link of its own.

use crate::{drawn, until, window};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    CanvasRenderingContext2d, Document, Element, Event, HtmlCanvasElement, HtmlElement, HtmlSelectElement,
};

fn document() -> Document {
    window().document().unwrap()
}

fn element<T: JsCast>(selector: &str) -> T {
    let found = document().query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}"));
    found.dyn_into().unwrap_or_else(|_| panic!("{selector} is another element"))
}

fn text(selector: &str) -> String {
    element::<HtmlElement>(selector).text_content().unwrap_or_default()
}

fn click(selector: &str) {
    element::<HtmlElement>(selector).click();
}

fn count(selector: &str) -> u32 {
    document().query_selector_all(selector).unwrap().length()
}

fn epoch() -> u64 {
    text("#epoch").replace(',', "").parse().unwrap()
}

fn hash() -> String {
    window().location().hash().unwrap()
}

/// A string of the page in a language.
fn string(language: &str, table: &str, key: &str) -> String {
    let json = match language {
        "ko" => include_str!("../../web/locales/ko.json"),
        _ => include_str!("../../web/locales/en.json"),
    };
    let strings: serde_json::Value = serde_json::from_str(json).unwrap();
    strings[table][key].as_str().unwrap().to_owned()
}

/// The page at a link, paused. There is no worker's script at the address the page is given, so it trains by itself.
async fn open(link: &str) {
    thread_local!(static MOUNTED: Cell<bool> = const { Cell::new(false) });
    if !MOUNTED.replace(true) {
        let style = document().create_element("style").unwrap();
        style.set_text_content(Some(include_str!("../../web/style.css")));
        let app = document().create_element("div").unwrap();
        app.set_id("app");
        document().body().unwrap().append_with_node_2(&style, &app).unwrap();
        nabla_web::start_page("nowhere.js".into(), "nowhere.js".into());
        until("the first picture", || text("#test-loss") != "0.000").await;
    }
    window().location().set_hash(link).unwrap();
    let says = |hash: &str| hash.contains("activation=") && link.split('&').all(|pair| hash.contains(pair));
    until("the link is opened", || says(&hash())).await;
    until("its beginning is shown", || epoch() == 0).await;
}

#[wasm_bindgen_test]
async fn the_page_trains_by_itself_where_no_worker_starts() {
    open("seed=alone").await;
    let before = text("#test-loss");
    click("button.play");
    until("it says it plays", || element::<HtmlElement>("button.play").class_list().contains("playing"))
        .await;
    until("it trains", || epoch() > 5 && text("#test-loss") != before).await;
    let loss: f64 = text("#test-loss").parse().unwrap();
    assert!(loss > 0.0 && loss < 0.6, "{loss}");
    click("button.play");
    let label = string("en", "toolbar", "play");
    let play = element::<HtmlElement>("button.play");
    until("it says it rests", || play.get_attribute("aria-label").as_ref() == Some(&label)).await;
    // It rests: nothing moves from the beginning but by a step.
    click(&format!("button[aria-label='{}']", string("en", "toolbar", "reset")));
    until("the beginning", || epoch() == 0).await;
    drawn().await;
    click(&format!("button[aria-label='{}']", string("en", "toolbar", "step")));
    until("a step", || epoch() != 0).await;
    drawn().await;
    assert_eq!(epoch(), 1);
}

#[wasm_bindgen_test]
async fn a_step_and_a_reset() {
    open("seed=stepped").await;
    let step = format!("button[aria-label='{}']", string("en", "toolbar", "step"));
    click(&step);
    until("one epoch", || epoch() == 1).await;
    click(&step);
    until("another", || epoch() == 2).await;
    click(&format!("button[aria-label='{}']", string("en", "toolbar", "reset")));
    until("the beginning", || epoch() == 0).await;
}

#[wasm_bindgen_test]
async fn the_language_changes_words_and_the_lang_attribute() {
    open("seed=words").await;
    let root = document().document_element().unwrap();
    for (from, to) in [("en", "ko"), ("ko", "en")] {
        assert_eq!(root.get_attribute("lang").as_deref(), Some(from));
        assert_eq!(text("#output-title"), string(from, "output", "title"));
        let about = text(".about");
        click("#language");
        let words = string(to, "output", "title");
        until("the words change", || text("#output-title") == words).await;
        assert_ne!(text(".about"), about);
        until("the attribute follows", || root.get_attribute("lang").as_deref() == Some(to)).await;
    }
}

#[wasm_bindgen_test]
async fn a_page_built_anew_leaves_nothing_of_the_old_one_at_work() {
    open("seed=anew").await;
    let step = |language| format!("button[aria-label='{}']", string(language, "toolbar", "step"));
    let (old_step, old_epoch) = (element::<HtmlElement>(&step("en")), element::<HtmlElement>("#epoch"));
    click("#language");
    until("the page is built anew", || count(&step("ko")) == 1).await;
    assert!(!old_step.is_connected());
    old_step.click();
    drawn().await;
    assert_eq!(epoch(), 0, "an old button is heard");
    // The engine answers in order: had it heard the old one late, it would count two by now.
    click(&step("ko"));
    until("the new one is heard", || epoch() != 0).await;
    drawn().await;
    assert_eq!(epoch(), 1, "an old button is heard late");
    assert_eq!(old_epoch.text_content().as_deref(), Some("000,000"), "an old number follows");
    click("#language");
    until("the page is as before", || count(&step("en")) == 1).await;
}

#[wasm_bindgen_test]
async fn a_bad_link_is_mended_in_the_address_and_said_until_put_away() {
    open("seed=bad").await;
    assert_eq!(count(".notice"), 0);
    window().location().set_hash("seed=mended&noise=99&colour=red").unwrap();
    until("two notices", || count(".notice") == 2).await;
    until("the address is mended", || hash().contains("noise=50&") && !hash().contains("colour")).await;
    let said = text(".notices");
    assert!(said.contains("99") && said.contains("50") && said.contains("colour"), "{said}");
    click(".notice button.icon");
    until("one is put away", || count(".notice") == 1).await;
}

#[wasm_bindgen_test]
async fn a_menu_changes_the_address_and_undo_changes_it_back() {
    open("seed=menu").await;
    let label = string("en", "toolbar", "learning_rate");
    let menus = document().query_selector_all(".settings label.field").unwrap();
    let menu = (0..menus.length())
        .map(|index| menus.item(index).unwrap().unchecked_into::<HtmlElement>())
        .find(|menu| menu.text_content().is_some_and(|text| text.starts_with(&label)))
        .unwrap();
    let select: HtmlSelectElement = menu.query_selector("select").unwrap().unwrap().unchecked_into();
    let chosen = select.selected_index();
    select.set_selected_index(chosen + 1);
    select.dispatch_event(&Event::new("change").unwrap()).unwrap();
    until("the address follows", || hash().contains("learningRate=0.1&")).await;
    click(&format!("button[aria-label='{}']", string("en", "header", "undo")));
    until("the address is as before", || hash().contains("learningRate=0.03&")).await;
    until("so is the menu", || select.selected_index() == chosen).await;
}

/// How many different colours a canvas shows.
fn colours(canvas: &HtmlCanvasElement) -> usize {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let pixels = context.get_image_data(0.0, 0.0, width, height).unwrap().data().0;
    pixels.chunks_exact(4).collect::<BTreeSet<_>>().len()
}

#[wasm_bindgen_test]
async fn every_canvas_has_a_picture() {
    open("seed=pictures&schedule=cosine").await;
    let drawers = document().query_selector_all("#app details.drawer").unwrap();
    for index in 0..drawers.length() {
        drawers.item(index).unwrap().unchecked_into::<Element>().set_attribute("open", "").unwrap();
    }
    let canvases = document().query_selector_all("#app canvas").unwrap();
    let mut seen = 0;
    for index in 0..canvases.length() {
        let canvas: HtmlCanvasElement = canvases.item(index).unwrap().unchecked_into();
        // What a card shows on hover is drawn when it is.
        if canvas.offset_parent().is_some() {
            until(&format!("canvas {index} is drawn"), || colours(&canvas) > 1).await;
            seen += 1;
        }
    }
    assert!(
        seen > 11,
        "network, map, points, chart, a thumbnail for every dataset, clouds and schedule: {seen}"
    );
    for (canvas, least) in [(".map canvas", 10), (".network-canvas canvas", 50)] {
        until("a picture in shades", || colours(&element(canvas)) > least).await;
    }
}

/// Lets the page's module panic, in a task of its own, and waits until it has.
async fn panic(why: &'static str) {
    let has_begun = Rc::new(Cell::new(false));
    let begun = Rc::clone(&has_begun);
    let task = Closure::once_into_js(move || -> () {
        begun.set(true);
        panic!("{why}");
    });
    window().set_timeout_with_callback(task.unchecked_ref()).unwrap();
    until("the panic", || has_begun.get()).await;
}

#[wasm_bindgen_test]
async fn after_a_panic_the_page_says_so_keeps_the_session_and_offers_to_reload() {
    open("seed=panicked").await;
    let storage = window().session_storage().unwrap().unwrap();
    storage.clear().unwrap();
    assert_eq!(count("[role=alert]"), 0);
    panic("a panic that the test wants").await;
    assert_eq!(count("[role=alert]"), 1);
    assert_eq!(text("[role=alert] p"), string("en", "crash", "text"));
    assert_eq!(text("[role=alert] button"), string("en", "crash", "reload"));
    let kept = storage.get_item("nabla.session").unwrap().unwrap();
    assert!(kept.contains("seed=panicked"), "{kept}");
    // What follows may be broken: it is neither said again nor kept.
    storage.clear().unwrap();
    panic("another that the test wants").await;
    window().dispatch_event(&Event::new("pagehide").unwrap()).unwrap();
    assert_eq!(count("[role=alert]"), 1);
    assert_eq!(storage.get_item("nabla.session").unwrap(), None);
    element::<HtmlElement>("[role=alert]").remove();
}
