import { type Parsed, parsed, refused } from './parsed.ts';

const LONGEST_PATTERN = 200;
// What one alternative may hold before a backtracking matcher could need seconds for a 200-character id.
const MOST_REPETITIONS = 4;
const MOST_CHOICES = 8;

/** A regular expression that must match the whole text; refused where it could run for ever. */
export function parsePattern(text: string): Parsed<RegExp> {
  if (text.length > LONGEST_PATTERN) {
    return refused(
      'bad-pattern',
      `a pattern of ${text.length} characters`,
      `write at most ${LONGEST_PATTERN}`,
    );
  }
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^(?:${text})$`, 'u');
    // A pattern such as `a)|(b` would escape the anchors.
    new RegExp(text, 'u');
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : 'it does not compile';
    return refused(
      'bad-pattern',
      `"${text}" is no regular expression: ${reason}`,
      "write for example '^M-([0-9]+)$'",
    );
  }
  if (!mayRunForever(text)) return parsed(pattern);
  return refused(
    'slow-pattern',
    `"${text}" may take for ever on a long id`,
    'repeat nothing that repeats already: [0-9]+ instead of ([0-9]+)*',
  );
}

interface Counts {
  repetitions: number;
  choices: number;
}

/**
 * Refuses what makes a backtracking matcher exponential or a high polynomial: a repeated group that
 * holds a repetition or a choice, back references, and too many repetitions or choices in a row.
 * Some harmless patterns are refused too; ids need none of them.
 */
function mayRunForever(text: string): boolean {
  const source = text.replace(/\\[^1-9k]/g, '_').replace(/\[[^\]]*\]/g, '_');
  if (/\\[1-9k]/.test(source)) return true;
  const groups: Counts[] = [{ repetitions: 0, choices: 0 }];
  for (const [token, counts] of source.matchAll(
    /\((?:\?(?:[:=!]|<[=!]|<\w+>))?|[)|]|([*+?]|\{\d+(?:,\d*)?\})\??/g,
  )) {
    const group = groups.at(-1) as Counts;
    if (token.startsWith('(')) groups.push({ repetitions: 0, choices: 0 });
    else if (token === ')') closeGroup(groups);
    else if (token === '|' && groups.length === 1) Object.assign(group, { repetitions: 0, choices: 0 });
    else if (token === '|') group.choices++;
    else if (counts === '?') group.choices++;
    else if (!/^\{\d+\}$/.test(counts ?? '')) group.repetitions++;
    const { repetitions, choices } = groups.at(-1) ?? group;
    if (repetitions > MOST_REPETITIONS || choices > MOST_CHOICES) return true;
  }
  return repeatsAGroupWithChoices(source);
}

function closeGroup(groups: Counts[]): void {
  const closed = groups.pop();
  const outer = groups.at(-1);
  if (!closed || !outer) return;
  outer.repetitions += closed.repetitions;
  outer.choices += closed.choices;
}

/** Looks at innermost groups first; a group without a choice becomes a plain letter. */
function repeatsAGroupWithChoices(source: string): boolean {
  let rest = source;
  for (;;) {
    const group = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?([^()]*)\)([*+]|\{\d+(?:,\d*)?\})?/.exec(rest);
    if (!group) return false;
    const varies = /[*+?|]|\{\d+,\d*\}/.test(group[1] ?? '');
    if (varies && group[2] !== undefined) return true;
    // `_+` keeps the knowledge that something inside varies for the group around it.
    rest = rest.replace(group[0], varies || group[2] !== undefined ? '_+' : '_');
  }
}
