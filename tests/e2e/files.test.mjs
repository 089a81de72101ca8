// Playground files: what was saved comes back, what cannot be opened changes nothing.
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import {
  button, epoch, guard, link, notices, openFile, parameters, ready, save, scene, sentence, step, testLoss, until, words,
} from "./playground.mjs";

const { data, header, file: fileWords } = words.en;

const playground = (rest = "", settings = "networkShape=2") =>
  `{"format":"nabla-playground","version":1,"link":${JSON.stringify(settings)}${rest}}`;
const network = (weight) =>
  playground(`,"network":{"layers":[{"weights":[[${weight},1],[1,1]],"biases":[0,0]},{"weights":[[1,1]],"biases":[0]}]}`);
const points = (list) => playground(`,"points":{"train":[${list}],"test":[]}`);

const files = [
  ["that is empty", "", "not_json"],
  ["that is prose", "Dear network,", "not_json"],
  ["that breaks off", playground().slice(0, -5), "not_json"],
  ["that is bytes", "\u0000\u0001\ufffd", "not_json"],
  ["nested a hundred thousand deep", "[".repeat(100_000), "not_json"],
  ["of another kind", "{}", "wrong_format"],
  ["of another version", playground().replace('"version":1', '"version":2'), "wrong_version"],
  ["over ten megabytes", " ".repeat(10 * 1024 * 1024 + 1), "too_long"],
  ["with NaN for a weight", network("NaN"), "not_json"],
  ["with an infinite weight", network("1e999"), "not_json"],
  ["with null for a weight", network("null"), "not_json"],
  ["with a weight beyond f32", network("1e300"), "bad_parameter"],
  ["with 20,001 points", points(Array(20_001).fill("[0,0,1]").join()), "too_many_points"],
  ["without points to train with", points(""), "no_training_points"],
  ["with a label of 2", points("[0,0,2]"), "bad_point"],
  ["with too few layers", playground(',"network":{"layers":[]}'), "wrong_shape"],
  ["with too few weights", playground(',"network":{"layers":[{"weights":[[1]],"biases":[0]}]}'), "wrong_shape"],
];

for (const [name, content, why] of files) {
  scene(`a file ${name} is refused and the session kept`, { hash: "#seed=3" }, async (page) => {
    const harmless = await guard(page);
    await step(page);
    const before = { file: await save(page), link: await link(page), loss: await testLoss(page) };
    await openFile(page, content);
    const refused = sentence(fileWords.refused.replace("{{ why }}", "{{}}"));
    const [said] = await until(() => notices(page), (now) => now.length > 0, "a notice");
    assert.match(said, refused);
    assert.match(said, sentence(fileWords[why]));
    assert.deepEqual({ file: await save(page), link: await link(page), loss: await testLoss(page) }, before);
    await step(page);
    assert.equal(await epoch(page), 2);
    await harmless();
  });
}

scene("a saved playground opens as it was saved", { hash: "#dataset=spiral&networkShape=3,2&noise=15&sinX=true" }, async (page, t) => {
  await step(page);
  await step(page);
  const saved = await save(page);
  const losses = await testLoss(page);

  const { page: other, complaints } = await open(t);
  await ready(other);
  const own = await save(other);
  await openFile(other, JSON.stringify(saved));
  await until(() => link(other), (now) => now === saved.link, "the file's link");
  await until(() => testLoss(other), (now) => now === losses, "the file's loss");
  assert.deepEqual(await save(other), saved);
  await step(other);
  assert.notDeepEqual(parameters(await save(other)), parameters(saved));
  await button(other, header.undo).click();
  await until(() => save(other), (file) => file.link === own.link, "the session before the file");
  assert.deepEqual(complaints, []);
});

scene("a file's own points are trained with until others are asked for", {}, async (page) => {
  await openFile(page, points("[1,1,1],[-1,-1,-1],[2,0,1]"));
  await until(async () => (await save(page)).points.train.length, (count) => count === 3, "three points");
  await step(page);
  assert.equal((await save(page)).points.train.length, 3);
  await button(page, data.redraw).click();
  await until(async () => (await save(page)).points.train.length, (count) => count === 250, "250 points");
});
