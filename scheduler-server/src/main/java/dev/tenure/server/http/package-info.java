/**
 * The HTTP interface of a node: routes as plain functions from request to response, and the server
 * that carries them. The only package that names the HTTP library. Called by {@code server} only;
 * knows nothing of the command line.
 */
@NullMarked
package dev.tenure.server.http;

import org.jspecify.annotations.NullMarked;
