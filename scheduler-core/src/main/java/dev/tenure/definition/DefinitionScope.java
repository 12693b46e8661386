package dev.tenure.definition;

import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;

/**
 * Whose definitions they are.
 *
 * @param layout where the keys lie
 * @param group the group
 * @param node this node, as it signs what it writes
 */
public record DefinitionScope(KeyLayout layout, GroupName group, NodeName node) {}
