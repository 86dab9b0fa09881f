package yookassa

import (
	"fmt"

	"github.com/ordo-sdk/ordo/receipts"
)

// receiptData converts a receipt that is sent with a refund. The problems name what such a receipt cannot have.
func receiptData(r receipts.Receipt, marks MarkForm) (*ReceiptData, Problems) {
	w := receiptBuilder{Receipt: r, marks: marks}
	out := w.data()
	w.unsupported(r.UserProp != nil, 1084, "UserProp", "additional_user_props", "is for separate receipts only")
	for i, p := range r.Payments {
		w.unsupported(p.Form != receipts.Electronic, int(p.Form), fmt.Sprintf("Payments[%d].Form", i), fmt.Sprintf("payments[%d]", i),
			"it is "+p.Form.String()+"; refunds of YooKassa are electronic")
	}
	var ps Problems
	for _, x := range w.problems {
		ps.add("receipt."+x.wire, x.Rule)
	}
	return &out, ps
}
