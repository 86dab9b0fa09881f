package marking

import "slices"

// gs is the group separator, which ends an element of variable length.
const gs = "\x1d"

// Form is the form of a marking code.
type Form string

// The forms.
const (
	GS1     Form = "gs1"     // 01 GTIN 21 serial number, then other elements; also a block of tobacco
	Tobacco Form = "tobacco" // of a pack: GTIN, serial number, price and check code without identifiers
	Fur     Form = "fur"     // a control mark
)

// Code is a marking code of one unit.
type Code struct {
	Form   Form
	GTIN   string // 14 digits; empty for furs
	Serial string
	// Elements are the other elements of a GS1 code, each with its identifier, such as "91EE06" and the signature
	// "92…". A code without any is the identity only (КИ): registers take it, but no register can check it.
	Elements []string
	// Repaired reports that the text was not as the label has it: a scanner had changed it.
	Repaired bool

	text string
}

// String returns the full code, with its group separators and without the FNC1 in front: what registers and registrars
// take.
func (c Code) String() string { return c.text }

// CIS returns the identity of the unit (КИ), without the signature: what documents of the registry take.
func (c Code) CIS() string {
	if c.Form == GS1 {
		return "01" + c.GTIN + "21" + c.Serial
	}
	if c.Form == Tobacco {
		return c.GTIN + c.Serial
	}
	return c.text
}

// IsSigned reports whether a code has its signature or check code.
func (c Code) IsSigned() bool {
	return c.Form != GS1 || slices.ContainsFunc(c.Elements, isSignature)
}
