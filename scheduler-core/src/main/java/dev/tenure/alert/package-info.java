/**
 * Floor 3: what a person is told of without asking. When an alert is opened, told of again and
 * resolved is a pure function ({@link dev.tenure.alert.AlertRules}); what was told is kept in the
 * store ({@link dev.tenure.alert.AlertBook}), so that a change of the leader neither loses nor
 * repeats it. Sends nothing itself: a {@link dev.tenure.alert.Courier} does. Reads the ledger and
 * the definitions; called by {@code node}.
 *
 * <p>Begin at {@link dev.tenure.alert.Alerts}.
 */
@NullMarked
package dev.tenure.alert;

import org.jspecify.annotations.NullMarked;
