package russianpost

import (
	"context"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// Labels implements carriers.Labeler. It returns the forms of each parcel in one file, the address label among them; of
// a return, its label. The Post has them for parcels of a batch: until an order is in one, and the batch is checked in,
// the error is of class Conflict. The list of the batch (F103) is of the batch: see [Client.GetForm].
func (k *Carrier) Labels(ctx context.Context, refs ...order.Ref) ([]carriers.Label, error) {
	var out []carriers.Label
	for _, ref := range refs {
		t, err := k.targetOf("labels", ref)
		if err != nil {
			return nil, err
		}
		kind, of, name := FormReturn, t.barcode, t.barcode
		o, err := k.find(ctx, t)
		switch {
		case err == nil && o.MailType == EasyReturn:
			of, name = o.Barcode, o.Barcode
		case err == nil:
			if kind = FormBacklog; o.Batch != "" {
				kind = FormOrder
			}
			of, name = strconv.FormatInt(o.ID, 10), o.Barcode
		case ordo.ClassOf(err) != ordo.NotFound || t.barcode == "":
			return nil, err
		}
		data, err := k.client.GetForm(ctx, kind, of, FormOptions{})
		if class := ordo.ClassOf(err); o != nil && (class == ordo.Unsupported || class == ordo.Invalid) && (o.Batch == "" || o.BatchStatus == BatchCreated) {
			return nil, k.client.rest.Fail("labels", ordo.Conflict, "the papers of the parcel "+o.Barcode+" can be printed once it is in a batch that is checked in", err)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, carriers.Label{Name: "russianpost-" + name + ".pdf", ContentType: "application/pdf", Data: data})
	}
	return out, nil
}
