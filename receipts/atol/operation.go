package atol

// Operation is a kind of receipt, as the service names it.
type Operation string

// The operations.
const (
	Sell                 Operation = "sell"
	SellRefund           Operation = "sell_refund"
	SellCorrection       Operation = "sell_correction"        // v4: sums only
	SellRefundCorrection Operation = "sell_refund_correction" // v5
	Buy                  Operation = "buy"                    // from a person
	BuyRefund            Operation = "buy_refund"
	BuyCorrection        Operation = "buy_correction"        // v4: sums only
	BuyRefundCorrection  Operation = "buy_refund_correction" // v5
)

// IsCorrection reports whether the operation corrects an earlier settlement.
func (op Operation) IsCorrection() bool { return operations[op].correction }

// operations are the operations, with the digit that the receipt's QR code has for them.
var operations = map[Operation]struct {
	sign       int
	correction bool
	v5         bool // only
}{
	Sell: {1, false, false}, SellRefund: {2, false, false}, Buy: {3, false, false}, BuyRefund: {4, false, false},
	SellCorrection: {1, true, false}, SellRefundCorrection: {2, true, true},
	BuyCorrection: {3, true, false}, BuyRefundCorrection: {4, true, true},
}
