// Instants and durations for people, in the viewer's zone, in UTC or in the job's.
import { html } from './lit.js';
import { changed, keep, kept } from './frame.js';

const VIEWER = Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';

let wish = kept('zone', 'viewer');
const formats = new Map();

/** The choices of the switch, in their order. */
export const zones = [
  ['viewer', `${VIEWER} (yours)`],
  ['utc', 'UTC'],
  ['job', 'the job’s zone'],
];

export const zoneWish = () => wish;

export function wishZone(value) {
  wish = value;
  keep('zone', value);
  changed();
}

/** The zone to show times in; where a job has none of its own, or none is at hand, the viewer's. */
export function zone(jobZone) {
  return wish === 'utc' ? 'UTC' : wish === 'job' && jobZone ? jobZone : VIEWER;
}

function format(name, zoneName, options) {
  const key = `${name} ${zoneName}`;
  if (!formats.has(key)) {
    formats.set(key, made(zoneName, options));
  }
  return formats.get(key);
}

function made(timeZone, options) {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  } catch {
    // A zone that this browser does not know.
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC', timeZoneName: 'short' });
  }
}

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const DAY = { day: 'numeric', month: 'short' };

/** 14:02:11; on another day than today with the day; in another year with the year. */
export function clock(instant, zoneName = zone()) {
  const date = new Date(instant);
  const time = format('clock', zoneName, CLOCK).format(date);
  const today = day(Date.now(), zoneName);
  const that = day(date, zoneName);
  if (today === that) {
    return time;
  }
  const sameYear = today.slice(0, 4) === that.slice(0, 4);
  const options = sameYear ? DAY : { ...DAY, year: 'numeric' };
  return `${format(sameYear ? 'day' : 'dayYear', zoneName, options).format(date)} ${time}`;
}

/** 14:02 */
export function minute(instant, zoneName = zone()) {
  return format('minute', zoneName, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
}

/** All there is: day, milliseconds and zone. */
export function full(instant, zoneName = zone()) {
  const options = { ...CLOCK, ...DAY, weekday: 'short', year: 'numeric', fractionalSecondDigits: 3 };
  return `${format('full', zoneName, options).format(new Date(instant))} ${zoneName}`;
}

/** 2026-11-28, as the zone's calendar has it. */
export function day(instant, zoneName = zone()) {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit' };
  return format('iso', zoneName, options).format(new Date(instant)).split('/').reverse().join('-');
}

/** 850 ms, 8.2 s, 42 s, 3 min 05 s, 2 h 05 min, 3 d 4 h. */
export function span(millis) {
  const ms = Math.max(0, Math.round(millis));
  if (ms < 1000) {
    return `${ms} ms`;
  }
  if (ms < 9950) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  const two = (n) => String(n).padStart(2, '0');
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) {
    return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  }
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** The same without fractions, for what counts up or down in front of one's eyes. */
export const coarse = (millis) => span(Math.max(1000, Math.round(millis / 1000) * 1000)).replace('.0', '');

/** in 3 min 05 s, 12 s ago, now. */
export function fromNow(instant) {
  const ms = new Date(instant) - Date.now();
  if (Math.abs(ms) < 1000) {
    return 'now';
  }
  return ms > 0 ? `in ${coarse(ms)}` : `${coarse(-ms)} ago`;
}

/** The clock as a time element. */
export function when(instant, jobZone) {
  const name = zone(jobZone);
  return html`<time datetime=${instant} title=${full(instant, name)}>${clock(instant, name)}</time>`;
}

/** The distance from now as a time element. */
export function distance(instant, jobZone) {
  return html`<time datetime=${instant} title=${full(instant, zone(jobZone))}>${fromNow(instant)}</time>`;
}
