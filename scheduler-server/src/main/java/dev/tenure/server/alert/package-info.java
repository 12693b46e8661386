/**
 * How alerts reach people: webhooks and mail, each with a thread and a queue of its own, so that a
 * slow receiver holds up nobody. The only package that names the mail library. Knows the alerts of
 * the core; called by {@code server}, which joins it to the node; knows nothing of HTTP's own
 * routes, of metrics and of the command line.
 *
 * <p>Begin at {@link dev.tenure.server.alert.Channels}. The messages are described in {@code
 * docs/operations/alerts.md}.
 */
@NullMarked
package dev.tenure.server.alert;

import org.jspecify.annotations.NullMarked;
