// Package lax decodes JSON as foreign systems really send it. [Decode] reads it into plain Go types: what is tolerated
// is decided here, once, and the types need no methods for it.
//
//	what comes                               what is read
//	[] or "" or null for an object           the zero struct, an empty map, a nil pointer
//	"" or null for anything else             its zero value; for a list no element
//	null in a list                           no element; a Row of its own in a list of rows
//	one value for a list                     a list of it
//	{"7": {…}, "9": {…}} for a list          its values, in the order as written
//	{"0": "a", "2": "b"} for a list          the same: PHP's list with gaps
//	"7", 7.00, 1.2E1 for a whole number      the number; anything beyond the type does not fit
//	"12.50", 12.50, 1.0E7 for a Decimal      the number as written, an exponent written out
//	17, true for a text                      "17", "true"
//	1, "1", "Y", "yes", "TRUE" for a flag    true; and 0, "0", "N", "no", "false" for false
//	{"value": "1.50", "currency": "RUB"}     amount.Money
//	1.50, "1.50" for amount.Money, Sum        in the currency of the nearest record that has a field Currency, else of Options
//	"1.50 RUB" for amount.Money               what it says
//	0.350, "0.350" for amount.Quantity        350 thousandths
//	2026-01-14T10:02:11+0300, …Z, …+03:00    time.Time, in the zone of Options if there is one
//	2026-01-14 10:02:11, 2026-01-14          time.Time, as a clock in that zone shows it; Options.Layouts are tried first
//	a field that the struct does not know    kept in its field Extra of type [wire.Extra], if there is one
//	a value that does not fit                left out, kept in the Extra of the nearest record under its name, and reported
//
// A struct that is nothing but an embedded time.Time or amount.Quantity is read as that. Types that implement
// json.Unmarshaler or encoding.TextUnmarshaler read themselves. Names of fields are compared
// without regard to case if the exact name does not come. The fields of embedded structs count as the struct's own.
//
// What does not fit is reported as a [*FieldErrors], with the path to each value. One odd field does not lose the
// record: a struct with a field
//
//	Problem error `json:"-"`
//
// takes what is wrong in it and below, and Decode reports no error. Without such a struct around it, or if the field is
// marked `lax:"required"` and cannot be read or is missing, Decode returns the error. In a list of [Row] each row has
// its own Problem, whatever is wrong with it. `lax:"trim"` cuts the spaces around a text.
//
// What is sent is exact: the types here marshal in the documented form, and [Encode] writes back what came in Extra.
package lax
