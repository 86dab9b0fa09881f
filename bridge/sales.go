package bridge

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
)

// documentOfSale is the kind of document that a shipment with a carrier needs in the ERP.
const documentOfSale = "sale"

// hasSale reports whether the ERP has all that it needs of a shipment.
func hasSale(j *job, a *account, shipment int) bool {
	v := j.view()
	return a == nil || !a.system.Can(order.EffectDocument, v.Scheme) || slices.ContainsFunc(v.Documents, func(d order.Document) bool {
		return d.Kind == documentOfSale && d.Shipment == shipment && d.Posted
	})
}
