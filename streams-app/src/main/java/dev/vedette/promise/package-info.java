/** How many false alarms a policy promises, estimates and makes. */
@NullMarked
package dev.vedette.promise;

import org.jspecify.annotations.NullMarked;
