/** The files for operators, held to the program and to the forms that they are written in. */
@NullMarked
package dev.tenure.server.operations;

import org.jspecify.annotations.NullMarked;
