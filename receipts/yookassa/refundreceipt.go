package yookassa

import (
	"fmt"

	"github.com/ordo-sdk/ordo/receipts"
)

// receiptData is a receipt as it goes along with a refund. The problems name what such a receipt cannot say.
func receiptData(r receipts.Receipt, marks MarkForm) (*ReceiptData, Problems) {
	w := receiptBuilder{Receipt: r, marks: marks}
	out := w.data()
	w.unsupported(r.UserProp != nil, 1084, "UserProp", "additional_user_props", "only a receipt of its own has them")
	for i, p := range r.Payments {
		w.unsupported(p.Form != receipts.Electronic, int(p.Form), fmt.Sprintf("Payments[%d].Form", i), fmt.Sprintf("payments[%d]", i),
			"it is "+p.Form.String()+"; what YooKassa pays back is electronic")
	}
	var ps Problems
	for _, x := range w.problems {
		ps.add("receipt."+x.wire, x.Rule)
	}
	return &out, ps
}
