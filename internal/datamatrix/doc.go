// Package datamatrix draws GS1 DataMatrix symbols as labels of marked goods have them, for tests and examples: pictures
// that need no file. It follows ISO/IEC 16022 (ECC 200, ASCII encodation, square symbols up to 48 modules) and starts
// each symbol with FNC1, code word 232, which is what makes it a GS1 symbol.
package datamatrix
