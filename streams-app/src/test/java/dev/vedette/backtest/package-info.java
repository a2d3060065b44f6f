@NullMarked
package dev.vedette.backtest;

import org.jspecify.annotations.NullMarked;
