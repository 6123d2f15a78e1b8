/** What a word begins with that is of a name or number. */
export const TEXT = 'T#';

/** [designed] Characters of a word: longer texts are found by their beginnings. */
export const WORD_LENGTH = 60;
