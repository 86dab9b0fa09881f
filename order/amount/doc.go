// Package amount has the values of orders: sums of money, quantities, rates of VAT, and the prices of
// the units of a line. All are exact: whole minor units and whole thousandths, products through 128 bits, no floats. A
// result that does not fit and a sum of two currencies are errors.
//
//	price := amount.RUB(129050)                // 1290.50 roubles
//	total, err := price.Times(amount.Pcs(2))   // 2581.00
//
// A value is comparable with ==, and in JSON it is a string. The package uses the standard library only.
package amount
