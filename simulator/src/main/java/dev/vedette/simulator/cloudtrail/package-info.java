/** A cloud account that lives: its audit trail in the format of AWS CloudTrail. */
@NullMarked
package dev.vedette.simulator.cloudtrail;

import org.jspecify.annotations.NullMarked;
