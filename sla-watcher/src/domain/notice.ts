/**
 * Why people are told of an incident. `first`: nobody was told yet. `changed`: orders joined or left it.
 * `worse`: it has become much worse than what was acknowledged. `repeated`: it still lasts, and nobody takes
 * care of it. `escalated`: the same, for so long that others are told as well. `handled`: somebody
 * acknowledged or snoozed it. `snooze-over`: it was quiet for as long as was asked. `resolved`: it is over.
 */
export const TELL_REASONS = [
  'first',
  'changed',
  'worse',
  'repeated',
  'escalated',
  'handled',
  'snooze-over',
  'resolved',
] as const;
export type TellReason = (typeof TELL_REASONS)[number];

/**
 * Why they are not, though its notice was due. `over-before-told`: it came and went before anybody had to
 * hear of it. `nothing-new`: what was to be told then is not any more.
 */
export const QUIET_REASONS = ['over-before-told', 'nothing-new'] as const;
export type QuietReason = (typeof QUIET_REASONS)[number];

export const NOTICE_REASONS = [...TELL_REASONS, ...QUIET_REASONS] as const;
export type NoticeReason = TellReason | QuietReason;
