package novaposhta

import (
	"context"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// Labels implements carriers.Labeler. It returns the waybill and the labels of each parcel, a file each.
func (k *Carrier) Labels(ctx context.Context, refs ...order.Ref) ([]carriers.Label, error) {
	for p, err := range k.Read(ctx, refs...) {
		if err == nil {
			err = p.Problem
		}
		if err != nil {
			return nil, err
		}
		if p.State != carriers.ParcelAccepted {
			return nil, k.client.rest.Fail("orders/"+string(WaybillForm), ordo.Conflict, "the waybill "+p.Number+" is "+string(p.State), nil)
		}
	}
	var out []carriers.Label
	for _, ref := range refs {
		number, err := k.numberOf("orders/"+string(WaybillForm), ref)
		if err != nil {
			return nil, err
		}
		for _, form := range []PrintForm{WaybillForm, LabelForm} {
			data, err := k.client.GetPDF(ctx, form, number)
			if err != nil {
				return nil, err
			}
			name := map[PrintForm]string{WaybillForm: "novaposhta-waybill-", LabelForm: "novaposhta-label-"}[form]
			out = append(out, carriers.Label{Name: name + number + ".pdf", ContentType: "application/pdf", Data: data})
		}
	}
	return out, nil
}
