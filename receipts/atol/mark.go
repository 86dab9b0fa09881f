package atol

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Mark is a marking code, tag 1163.
type Mark struct {
	Kind MarkKind
	// Code is the marking code. For GS1M it is the whole code as scanned: from "01" on, with the separators (GS, 0x1D)
	// and the crypto tail, without the leading symbology identifier. The client sends it in Base64.
	Code string
}

// MarkKind is a kind of marking code.
type MarkKind string

// The kinds of marking codes.
const (
	MarkUnknown MarkKind = "unknown" // tag 1300, at most 32 characters
	EAN8        MarkKind = "ean8"    // tag 1301
	EAN13       MarkKind = "ean13"   // tag 1302
	ITF14       MarkKind = "itf14"   // tag 1303
	GS10        MarkKind = "gs10"    // tag 1304: of goods that are not subject to marking, at most 38 characters
	GS1M        MarkKind = "gs1m"    // tag 1305: of marked goods, at most 200 characters in Base64
	ShortMark   MarkKind = "short"   // tag 1306: of a pack of tobacco, at most 38 characters
	Fur         MarkKind = "fur"     // tag 1307, 20 characters
	EGAIS20     MarkKind = "egais20" // tag 1308, 23 characters
	EGAIS30     MarkKind = "egais30" // tag 1309, 14 characters
)

// markRule is the form of the codes of one kind.
type markRule struct {
	tag        int
	least, max int // characters
	digits     bool
}

var markRules = map[MarkKind]markRule{
	MarkUnknown: {1300, 1, 32, false}, EAN8: {1301, 8, 8, true}, EAN13: {1302, 13, 13, true},
	ITF14: {1303, 14, 14, true}, GS10: {1304, 1, 38, false}, GS1M: {1305, 1, 200, false},
	ShortMark: {1306, 1, 38, false}, Fur: {1307, 20, 20, false},
	EGAIS20: {1308, 23, 23, false}, EGAIS30: {1309, 14, 14, false},
}

// gs separates the parts of a GS1 code.
const gs = "\x1d"

// wire returns the code as it is sent.
func (m Mark) wire() string {
	if m.Kind == GS1M {
		return base64.StdEncoding.EncodeToString([]byte(m.Code))
	}
	return m.Code
}

// problem returns what is wrong with the code, and its tag; "" if it is fine.
func (m Mark) problem() (tag int, text string) {
	rule, ok := markRules[m.Kind]
	switch n := length(m.wire()); {
	case !ok:
		return 1163, fmt.Sprintf("%q is not a kind of marking code", m.Kind)
	case n < rule.least || n > rule.max:
		return rule.tag, fmt.Sprintf("the %s code is %d characters long, it must be %s", m.Kind, n, lengthRange(rule.least, rule.max))
	case rule.digits && !digits(m.Code):
		return rule.tag, fmt.Sprintf("the %s code must be digits", m.Kind)
	case m.Kind == GS1M && !strings.HasPrefix(m.Code, "01"):
		return rule.tag, "the code must begin with 01: leave the symbology mark out, and send the code itself, not its Base64"
	}
	return 0, ""
}

// Nomenclature returns tag 1162 of v4 for the GTIN (14 digits) and the serial number of a marked unit: hexadecimal
// bytes of the type "DM", the GTIN in six bytes and the serial number, such as "44 4D 04 2F …". A serial number has at
// most 24 characters; for most goods it has 13.
func Nomenclature(gtin, serial string) (string, error) {
	n, err := strconv.ParseUint(gtin, 10, 48)
	switch {
	case len(gtin) != 14 || !digits(gtin) || err != nil:
		return "", fmt.Errorf("%q is not a GTIN: it must be 14 digits", gtin)
	case serial == "" || len(serial) > 24:
		return "", fmt.Errorf("the serial number %q must have 1 to 24 characters", serial)
	}
	b := []byte{'D', 'M', byte(n >> 40), byte(n >> 32), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
	b = append(b, serial...)
	parts := make([]string, len(b))
	for i := range b {
		parts[i] = strings.ToUpper(hex.EncodeToString(b[i : i+1]))
	}
	return strings.Join(parts, " "), nil
}

// nomenclature returns tag 1162 for the code of a marked unit.
func (m Mark) nomenclature() (string, error) {
	if m.Kind != GS1M || len(m.Code) < 18 || m.Code[:2] != "01" || m.Code[16:18] != "21" {
		return "", errors.New("tag 1162 is made from a GS1 code only (01 GTIN 21 serial number): set Nomenclature")
	}
	serial, _, _ := strings.Cut(m.Code[18:], gs)
	return Nomenclature(m.Code[2:16], serial)
}

// nomenclaturePattern is the service's pattern of tag 1162: hexadecimal bytes, the text of a DataMatrix, a pack of
// tobacco, or 13 digits. The digits are in its JSON schema only.
var nomenclaturePattern = regexp.MustCompile(`^(?:[a-fA-F0-9]{2}|(?:[a-fA-F0-9]{2}\s){1,31}[a-fA-F0-9]{2}|` +
	`01\d{14}21` + markChar + `{13}(?:` + markChar + `{1,119})?|\d{14}` + markChar + `{11}` + markChar + `{4}|\d{13})$`)

const markChar = "[a-zA-Z0-9!\"% &'()*+\\-./,:;=<>?_]"

// PlannedStatus is the status of a marked unit after the receipt, tag 2003.
type PlannedStatus int

// The planned statuses.
const (
	UnitSold       PlannedStatus = 1
	MeasuredOnSale PlannedStatus = 2 // measured goods, being sold
	UnitReturned   PlannedStatus = 3
	PartReturned   PlannedStatus = 4
	PartOnSale     PlannedStatus = 5 // a part of a pack
	MeasuredSold   PlannedStatus = 6
)

// defaultStatus returns the planned status of a marked unit in an operation, or 0 if there is no default.
func defaultStatus(op Operation, part bool) PlannedStatus {
	switch op {
	case Sell, SellCorrection:
		if part {
			return PartOnSale
		}
		return UnitSold
	case SellRefund, SellRefundCorrection:
		if part {
			return PartReturned
		}
		return UnitReturned
	case Buy, BuyRefund, BuyCorrection, BuyRefundCorrection:
	}
	return 0
}
