/**
 * [designed] Bytes from which an answer is compressed where its client asks for it; what is smaller is one packet anyway.
 */
export const MIN_COMPRESSED_BYTES = 1024;
