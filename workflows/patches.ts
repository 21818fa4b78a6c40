import { patched } from '@temporalio/workflow';
import type { Rule } from '../domain/settlement';

/**
 * Changes of what running workflows do, one function each: a run that has already passed such a place does as it did before.
 * Ask only where the new way differs from the old: each question that is asked costs a run two events, once.
 */

/** Thanks are not answered, nor is more than a number of commands a minute. */
export const limitsAnswers = (): boolean => patched('answers-limited');

/** The conversation knows of an open merchant list: a bare number shows it again instead of paying. */
export const namesLists = (): boolean => patched('lists-named');

/** The list that `/merchant` shows counts as open too: a bare number shows it again instead of paying. */
export const namesShops = (): boolean => patched('shops-named');

/** Several obstacles are kept, and the gravest is shown; before, a new one hid the one before. */
export const showsGravest = (): boolean => patched('gravest-shown');

/** Money that came twice keeps its run open until people have seen to it; before, the run ended when the seller was told. */
export const waitsWhenPaidTwice = (): boolean => patched('paid-twice-waits');

/** A suspension whose end the channel names later ends then; before, only the first word about it counted. */
export const learnsItsEnd = (): boolean => patched('suspension-learns-its-end');

/** A message of the very second in which a notice failed, or of the last one heard, is news for the debts. */
export const countsSameSecond = (): boolean => patched('same-second-counts');

/** While cap-svc is away a chat says so once, goes on telling what is owed, and lets go the commands that grow too old. */
export const sitsOut = (): boolean => patched('cap-svc-away-sat-out');

/** A command hears once that it is delayed, however many of its steps are. */
export const saysDelayOnce = (): boolean => patched('delay-said-once');

/**
 * A command that is too old by the time its link would be made asks first. Asked at the very start of a run that is late
 * already, for the reason given below.
 */
export const asksWhenLate = (): boolean => patched('late-asks');

/**
 * A link whose line says so outlives its payment; before, that was read and did nothing. To be asked before the first local
 * activity: asked after one, in the second of two workflow tasks that it spans, a replay on a fresh worker asks in the first,
 * where the marker is not seen yet, and takes the old way.
 */
export const outlivesPayments = (): boolean => patched('links-outlive-payments');

/** Many messages that came together are worked through without a wait between them. */
export const worksThrough = (): boolean => patched('backlog-worked-through');

/** What waits for its turn at the pair rate goes along with the first of it, in one message; before, each went by itself. */
export const takesNeighbours = (): boolean => patched('neighbours-taken');

/** News of a payment that owes older news replaces that at the conversation; before, it was told at once, and the old after it. */
export const replacesDebts = (): boolean => patched('debts-replaced');

/** A notice that the conversation told already is not owed again because the word of it came twice. */
export const knowsWhatItTold = (): boolean => patched('told-known');

/** A failure of a message that is heard before the answer to its send counts; before, it was forgotten. */
export const hearsEarlyFailures = (): boolean => patched('early-failures-heard');

/** What somebody waits for is said again after two silences too; before, it was left to ops. */
export const outlastsSilence = (): boolean => patched('silence-outlasted');

/** A link that fails after the channel took it goes out once more, or is shown to ops; before, nobody heard of it. */
export const resendsLinks = (): boolean => patched('links-resent');

/** A row that a list never offered chooses nothing; before, it used the list up, and the command ended. */
export const refusesUnoffered = (): boolean => patched('unoffered-refused');

/** A debt whose turn came while the chat was busy is told as soon as it is not; before, it waited for other news. */
export const looksAtMissed = (): boolean => patched('missed-turns-looked-at');

/** What the channel took and fails again and again goes out at growing distances; before, at once, each time. */
export const spacesFailures = (): boolean => patched('failures-spaced');

/** News after news that the conversation told goes to it too; before, it was told at once, and the old again after it. */
export const staysHandedOver = (): boolean => patched('handed-over-for-good');

/** Each late SUCCESS of a link is told; before, only the first one after its run had ended. */
export const tellsEachLateWord = (): boolean => patched('late-words-told');

/** Of the outcome rule. */
export const outcomeRule: Rule = {
  /** A success of another amount takes the place of another word that people look at; before, the first word stayed. */
  prefersPaid: () => patched('paid-word-preferred'),
  /** A third payment wants people again after they have seen to the second; before, it was only counted. */
  opensAgain: () => patched('paid-again-seen'),
  /** Where people called the newest payment paid, an earlier one that is paid is money on top; before, it was their evidence. */
  meansNewest: () => patched('newest-meant'),
  /** Money that comes while people look at other money is theirs to see to next; before, it was counted, or hidden by a success. */
  keepsMoney: () => patched('all-money-seen'),
};

/** Word of an earlier payment of a link answers nothing about the newest; before, it cleared that one's `CallbackMissing`. */
export const staysUnanswered = (): boolean => patched('newest-stays-unanswered');

/** Each show of a merchant list has a name of its own; before, a page that was shown again had that of the show before. */
export const numbersShows = (): boolean => patched('shows-numbered');

/** A tap that the channel brings late asks first, as a text does; before, it was taken for meant. Asked at a run's very start. */
export const asksWhenTapIsOld = (): boolean => patched('old-tap-asks');

/** A payer's question that another payment's comes before is open again after it; before, its answer went nowhere. */
export const keepsQuestions = (): boolean => patched('questions-kept');

/** A phone that may be meant for another request is confirmed first; before, a payer whom the seller knew was asked at once. */
export const confirmsUnsure = (): boolean => patched('unsure-payer-confirmed');

/** A payer who pays after all declined less: a stop that hung on it is over; before, it held for its days. */
export const takesStopsBack = (): boolean => patched('stops-taken-back');

/** A request to pay that became too old before it was sent asks first; before, only its command was looked at. */
export const asksBeforeRequest = (): boolean => patched('late-request-asks');

/** A link whose send ends as refused for a passing reason goes out once more; before, only silence led to that. */
export const resendsRefused = (): boolean => patched('refused-links-resent');

/** A failure of any later send of the link is shown to ops; before, only that of the first was heard. */
export const hearsLaterLinks = (): boolean => patched('later-links-heard');

/**
 * A chat that has gone on passes on what an earlier one leaves and who waits for its person, and stands still for nobody; before, it
 * took all that and told nobody.
 */
export const leavesNothingBehind = (): boolean => patched('nothing-left-behind');

/**
 * A number that comes to another seller tells each only what is theirs; before, whoever had it was told what the one before was owed,
 * and nobody could be known by a number that was given up. Asked before the bank is: see `outlivesPayments`.
 */
export const tellsSellersApart = (): boolean => patched('sellers-told-apart');

/** The window is shown by the minute; before, each message moved it. Asked at a run's very start, see `outlivesPayments`. */
export const showsMinutes = (): boolean => patched('window-by-the-minute');

/** `100.` and `€100` are meant as payments, which answer them; before, the chat took them for talk. */
export const readsNearAmounts = (): boolean => patched('near-amounts-read');

/** A link under review for the rail's silence waits for its payment again when the rail has spoken; before, it stayed so. */
export const leavesReview = (): boolean => patched('silent-review-left');

/** A link under review stays so while its next payment is made; before, it was shown as waiting for that, beside the doubt. */
export const staysUnderReview = (): boolean => patched('review-outlasts-next');

/** What people decide on one payment of a lasting link is what the portal hears; before, an older word of the rail hid it. */
export const decisionsStand = (): boolean => patched('decisions-stand');

/** Older news that is told beside a /cancel ends with it; before, the cancel was told again as a notice, or after it the old. */
export const overtakesNotices = (): boolean => patched('cancel-overtakes');

/** A /cancel lets go of older news of its link that waits for its turn; before, that was told after the answer. */
export const overtakesDebts = (): boolean => patched('cancel-overtakes-debts');

/** Money of an earlier payment of a link answers nothing about the newest; before, it cleared that one's `CallbackMissing`. */
export const missesNewest = (): boolean => patched('newest-missed');

/** A link under review for the rail's silence can be taken back; before, it was called over, and payable again when the rail spoke. */
export const takesBackSilent = (): boolean => patched('silent-review-taken-back');

/** A word of the channel's about the person opens no window; before, any but a change of number did, and each did while it was unread. */
export const hearsPeopleOnly = (): boolean => patched('people-only-heard');

/** What the channel failed counts from when it did so; before, from when that was heard, which closed windows opened in between. */
export const datesFailures = (): boolean => patched('failures-dated');

/** That one of two copies of a message failed takes the other one not back; before, what had arrived was told again. */
export const tellsCopiesApart = (): boolean => patched('copies-told-apart');

/** A chat in which nobody ever wrote ends like a stranger's though a language was chosen; before, it ran for ever, with no seller's name. */
export const endsUnwritten = (): boolean => patched('unwritten-ended');

/** A template of which a webhook did not say all is unusable and read at once; before, it was taken for a utility one. */
export const readsUnsaid = (): boolean => patched('unsaid-templates-read');

/** What the channel said of a template changes nothing once newer word was heard; before, the last one delivered held. */
export const heedsReportTimes = (): boolean => patched('template-times-heeded');

/** A chat that found no template just before they changed, and asks just after, is woken; before, only by the next change. */
export const tellsMissedNews = (): boolean => patched('missed-news-told');
