/** What the command's end tells a script. Success is 0. */
export const EXIT_CODE = {
  /** It found what it looks for: a problem, a breach; or did not find what was asked for. */
  found: 1,
  /** Misuse, or something outside was not to be had; nothing can be concluded. */
  failed: 2,
} as const;
