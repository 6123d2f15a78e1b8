/**
 * Traditional characters, and variants that old fonts and input methods give, of words that addresses and documents are
 * written with. It is no dictionary of Chinese: a library of all characters weighs megabytes, and names of persons keep
 * theirs. Each pair: as it is typed, and as the platform compares it.
 */
const PAIRS =
  // Places: area, floor, number, shop, stall, building, hall, door, field, works, room, side, store, counter, row.
  '區区樓楼層层號号舖铺鋪铺攤摊棟栋廳厅門门場场廠厂館馆閣阁間间側侧邊边庫库倉仓檔档櫃柜條条巿市衞卫' +
  // Their names: east, long, iron, double, prosper, wide, China, country, ...
  '東东後后裡里裏里長长龍龙鐵铁鋼钢銅铜銀银錦锦雙双興兴廣广華华國国慶庆寶宝陽阳陸陆線线車车馬马綠绿藍蓝麗丽貿贸' +
  // Documents: supervise, penalty, deal with, complaint, examine, decide, evidence, agreement, contract, tax, customs, ...
  '監监罰罚處处書书認认訴诉審审査查決决録录錄录據据協协議议約约業业執执復复會会務务證证稅税關关質质規规責责違违調调應应' +
  '發发營营護护產产總总機机辦办財财電电項项級级類类農农環环險险賠赔結结單单報报貨货運运輸输點点團团聯联' +
  // Numbers.
  '貳贰叄叁參叁陸陆兩两';

const SIMPLIFIED = new Map(
  Array.from({ length: PAIRS.length / 2 }, (_, index) => [PAIRS[index * 2] ?? '', PAIRS[index * 2 + 1] ?? ''] as const),
);

const TRADITIONAL = new RegExp(`[${[...SIMPLIFIED.keys()].join('')}]`, 'gu');

/** Text with these characters in the form that is written here: `B區2樓` is `B区2楼`. */
export const simplified = (text: string): string =>
  text.replaceAll(TRADITIONAL, (character) => SIMPLIFIED.get(character) ?? character);
