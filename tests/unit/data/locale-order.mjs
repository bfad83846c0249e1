// Makes locale-order-ascii.txt and locale-order-latin.txt: names in the order of JavaScript's localeCompare (Node with full ICU, root or English locale).
// usage: node locale-order.mjs   (in this folder). The seed is fixed, so that the same Node gives the same files.
import fs from 'node:fs';

let seed = 12345;
const random = (n) => { seed ^= seed << 13; seed ^= seed >>> 17; seed ^= seed << 5; return (seed >>> 0) % n; };
const pick = (a) => a[random(a.length)];
const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const words = ['add', 'Add', 'user', 'users', 'user_id', 'init', 'a', 'b', 'B', '20240101', '20240101000000', '2024', '10', '2', '_', '-', '.', ' ', 'v1'];
const latin = [...'àáâãäåçèéêëìíîïñòóôõöøùúûüýÿăąćčďđęěğįłńňőŕřśšşťůűźżžÀÉÎÕÜØŁŠŻ'];
const marks = ['\u0301', '\u0308', '\u0327'];

function name (alphabet) {
  let s = '';
  for (let n = 1 + random(9); n > 0; n--) s += random(3) ? pick(alphabet) : pick(words);
  return s;
}
function write (file, alphabet, count) {
  const names = new Set();
  while (names.size < count) names.add(name(alphabet));
  const sorted = [...names].sort((a, b) => a.localeCompare(b));
  // Names that compare as equal have no order to test.
  fs.writeFileSync(file, sorted.filter((s, i) => i === 0 || sorted[i - 1].localeCompare(s) !== 0).join('\n') + '\n');
}
write('locale-order-ascii.txt', ascii, 3000);
write('locale-order-latin.txt', [...latin, ...latin, ...'aoceAOE', ...marks.map((m) => 'e' + m), 'u\u0308', 'A\u030a'], 2000);
