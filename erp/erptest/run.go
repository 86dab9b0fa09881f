package erptest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

// Run runs every check as a subtest, for every scheme. setup makes a fresh, empty system for each of them; it may use
// t.Cleanup to close what it opens.
func Run(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	port().Run(t, setup)
}

// RunInBubble is Run with every check in a bubble of testing/synctest, where waiting takes no time. The fake must be
// reached without sockets, and nothing that setup starts may outlive the test.
func RunInBubble(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	port().RunInBubble(t, setup)
}

// port is the suite.
func port() suite.Suite[Fixture, *bench] {
	return suite.Suite[Fixture, *bench]{
		Needs: []string{"Port", "Count"},
		Schemes: func(f Fixture) []order.SchemeCode {
			if len(f.Schemes) == 0 {
				return []order.SchemeCode{order.Standard, order.MerchantDelivery}
			}
			return f.Schemes
		},
		Open: func(s suite.Env[Fixture]) *bench {
			return &bench{Fixture: s.Fixture, ctx: s.Ctx, scheme: s.Scheme, at: start}
		},
	}.
		Check("the settings pass Check", settingsAreGood).
		Check("an order is created once, however often it is applied", once).
		Check("an order is created once when the answer is lost", onceWhenLost, "LosesAnswer").
		Check("a temporary failure creates no order", onceWhenRefused, "FailsOnce").
		Check("two orders stay apart", apart, "Status").
		Check("changes have the reference of the order", sameReference, "Confirms").
		Check("the status becomes that of StatusFor", showsStatus, "Status").
		Check("exactly the named lines are cancelled", cancelsExactly, "Cancelled").
		Check("a note is shown once for each key", notesOnce, "Notes").
		Check("the delivery window becomes that of the order", movesDate, "Window").
		Check("lines become those of the order, and a person's line stays", showsLines).
		Check("a payment becomes that of the order", showsPayment).
		Check("goods that are back are shown as returned", showsReturn).
		Check("the details become those of the order", showsDetails, "Details").
		Check("stock is read as it is", readsStock, "Warehouses", "SetsStock").
		Check("warehouses are listed", listsWarehouses, "Warehouses").
		Check("goods are reserved where the order says, once", reservesExactly, stockFields()...).
		Check("goods are reserved once when the answer is lost", reservesOnceWhenLost, stockFields("LosesAnswer")...).
		Check("more than there is is refused, and nothing changes", refusesLess, stockFields()...).
		Check("a sale is made as a draft and posted, once, and the stock falls", sellsOnce, stockFields("Documents")...).
		Check("a sale is made once when the answer is lost", sellsOnceWhenLost, stockFields("Documents", "LosesAnswer")...).
		Check("a sale of what is not there is refused", refusesSale, stockFields("Documents")...).
		Check("a transfer moves the stock when it is received", movesStock, stockFields("Documents")...).
		Check("a transfer is made once when the answer is lost", movesOnceWhenLost, stockFields("Documents", "LosesAnswer")...).
		Check("a transfer that is dropped moves nothing", dropsTransfer, stockFields("Documents")...).
		Check("a transfer that is dropped after it was sent moves nothing", dropsSentTransfer, stockFields("Documents")...).
		Check("a transfer of what is not there is refused", refusesTransfer, stockFields("Documents")...).
		Check("goods that are back have a note on the basis of their sale, once", notesReturn, stockFields("Documents")...).
		Check("a sale that a person posts is reported", tellsDocument, stockFields("Documents", "Posts")...).
		Check("a transfer that a person sends is reported", tellsTransfer, stockFields("Documents", "Sends")...).
		Check("unsupported effects are reported and not applied", saysWhatItCannot).
		Check("own writes are not changes", ownWritesStay).
		Check("a person's change is yielded once behind a cursor", comesOnce, "Confirms").
		Check("a person's change names its user", namesUser, "Confirms", "User").
		Check("changes survive JSON", survivesJSON, "Confirms").
		Check("a list ends when its reader stops", readingStops, "Confirms").
		Check("a confirmation is read as a confirmation", readsConfirmation, "Confirms").
		Check("a refused line is read as a refusal", readsRefusal, "Cancels").
		Check("rows that a person changes are read as one edit", readsRows, "SetsRow", "AddsRow").
		Check("rows show the edit once it is made", followsRows, "SetsRow", "AddsRow").
		Check("rows show the order again once the edit is refused", undoesRows, "SetsRow", "AddsRow").
		Check("rows that change between a reading and a write stay", keepsRows, "SetsRow", "AddsRow").
		Check("a promo code that a person types is read", readsPromo, "TypesPromo").
		Check("nothing happens in an ended context", keepsToContext).
		Check("only genuine calls are accepted", callsAreGenuine, "Call").
		Check("the reasons are complete", reasonsAreComplete).
		Check("wrong credentials are refused", strangerIsRefused, "BadCredentials")
}

// stockFields are the fields that a check of stock needs.
func stockFields(more ...string) []string {
	return append([]string{"Warehouses", "SetsStock", "Reserved"}, more...)
}
