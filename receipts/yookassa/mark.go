package yookassa

import "encoding/base64"

// MarkForm is how the register behind YooKassa wants a GS1 Data Matrix code in MarkCode.GS1M. Which one a register wants
// is not documented, and a wrong one shows only as a receipt that is Canceled. So it is a setting of the merchant.
type MarkForm uint8

// The forms.
const (
	MarkAsScanned MarkForm = iota // with the group separators as they are
	MarkBase64                    // seen with ATOL
)

// GS1M returns the code as the register wants it.
func (f MarkForm) GS1M(scanned string) *MarkCode {
	if f == MarkBase64 {
		scanned = base64.StdEncoding.EncodeToString([]byte(scanned))
	}
	return &MarkCode{GS1M: scanned}
}
