/** Tests of the checker: good pasts, and pasts in which one thing is wrong. */
package dev.tenure.verify;
