package yookassa

import "encoding/base64"

// MarkForm is the form of a GS1 DataMatrix code in MarkCode.GS1M that the register behind YooKassa wants. Which one is
// not documented, and a wrong one shows only as a Canceled receipt. So the merchant must set it.
type MarkForm uint8

// The forms.
const (
	MarkAsScanned MarkForm = iota // with the group separators as they are
	MarkBase64                    // seen with ATOL
)

// GS1M returns the code in the form of the register.
func (f MarkForm) GS1M(scanned string) *MarkCode {
	if f == MarkBase64 {
		scanned = base64.StdEncoding.EncodeToString([]byte(scanned))
	}
	return &MarkCode{GS1M: scanned}
}
