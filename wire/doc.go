// Package wire holds the types of values as other systems send them. The types of all clients use them: a reader of
// one client knows those of the others.
//
//   - [Extra]: the fields of an object that its type does not know. Nothing that a system sends is lost.
//   - [Decimal]: a decimal number as it was written, without floats.
//   - [Sum]: an amount of money as it was written, perhaps with more decimals than its currency has.
package wire
