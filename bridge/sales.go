package bridge

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
)

// documentOfSale is the kind of document that a shipment with a carrier needs in the ERP.
const documentOfSale = "sale"

// documentOfReturn is the kind of document by which goods come back.
const documentOfReturn = "return-note"

// documentOfBatch is the kind of the document that says in which batch a sale is; its Basis is the number of the sale.
const documentOfBatch = "batch"

// keeper returns the account that keeps the documents of an order; nil if there is none.
func (c *core) keeper(j *job) *account {
	for _, name := range []string{j.route.Books, j.route.ERP} {
		if a := c.accounts[name]; a != nil && a.system != nil && a.system.Can(order.EffectDocument, j.view().Scheme) {
			return a
		}
	}
	return nil
}

// hasSale reports whether the account that keeps documents has all that it needs of a shipment.
func hasSale(j *job, a *account, shipment int) bool {
	return a == nil || slices.ContainsFunc(j.view().Documents, func(d order.Document) bool {
		return d.Kind == documentOfSale && d.Shipment == shipment && d.Posted
	})
}

// isDraftSale reports whether a document is a sale that is made and not posted.
func isDraftSale(d order.Document) bool {
	return d.Kind == documentOfSale && !d.Posted && d.State == order.DocumentDraft
}
