/** [designed] Days within which a form must refer to an upload, or it is cleared away; the longest holidays are shorter. */
export const UNREFERENCED_DAYS = 30;
