import { says } from './finding.ts';

/** What is wrong with a file within a ZIP, behind its name, and what to do about it. */
export const ARCHIVE_FAULTS = {
  ENCRYPTED: says('加了密码，无法读取', '请去掉密码后重新压缩'),
  METHOD: says('的压缩方式不能读取', '请用系统自带的“压缩为 ZIP 文件”重新压缩'),
  LINK: says('是快捷方式或链接，不是文件', '请换成文件本身'),
  UNSAFE_PATH: says('的路径含“..”、盘符或开头的斜线，不予读取', '请把文件直接放在压缩包内重新压缩'),
  UNREADABLE_NAME: says('的名称无法识别或过长', '请改用简短的中文、字母或数字命名后重新压缩'),
  TOO_BIG: says('超过单个附件的大小上限', '请压缩图片或分成几份'),
  EMPTY: says('没有内容', '请换成完整的文件'),
  BROKEN: says('已损坏，内容与压缩包的记载不符', '请重新压缩后再传'),
} as const;

export type ArchiveFault = keyof typeof ARCHIVE_FAULTS;
