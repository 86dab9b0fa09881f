package order

import (
	"maps"
	"slices"
)

// Role is the position of an actor, for the role matrix. The list is open: a host adds its own with WithRoles.
type Role string

// The roles of the default matrix.
const (
	RoleOperator  Role = "operator"         // the seller's manager
	RoleShop      Role = "shop"             // an issuing point of the seller
	RoleWarehouse Role = "warehouse"        // the central warehouse
	RoleRemote    Role = "remote-warehouse" // the manager of another warehouse
	RoleBuyer     Role = "buyer"
	RoleSystem    Role = "system"  // a rule, a timer, the bridge
	RoleChannel   Role = "channel" // a marketplace or shop system
	RoleERP       Role = "erp"     // the merchant's ERP or CRM, where its people act
	RoleBooks     Role = "books"   // the system that keeps documents and stock, where no person of the sale acts
	RoleCarrier   Role = "carrier"
	RoleGateway   Role = "gateway" // payments and receipts
)

// Own narrows a right to what is the actor's own.
type Own string

// What a right extends to.
const (
	Anywhere Own = ""          // all units of the order
	OwnPlace Own = "own-place" // the units at the actor's own place (Actor.Place)
)

// Right is a command that a role may give, and for which units.
type Right struct {
	Kind Kind
	Own  Own
}

// Rights returns a right for each kind.
func Rights(own Own, kinds ...Kind) []Right {
	rs := make([]Right, len(kinds))
	for i, k := range kinds {
		rs[i] = Right{k, own}
	}
	return rs
}

// Roles is the role matrix: which commands each role may give.
type Roles map[Role][]Right

// right returns how far a role's right to a command extends, and whether the role has it. The wider right counts.
func (rs Roles) right(r Role, k Kind) (own Own, ok bool) {
	for _, x := range rs[r] {
		if x.Kind == k && (!ok || x.Own == Anywhere) {
			own, ok = x.Own, true
		}
	}
	return own, ok
}

// kinds lists the commands that a role may give.
func (rs Roles) kinds(r Role) []Kind {
	var out []Kind
	for _, x := range rs[r] {
		if !slices.Contains(out, x.Kind) {
			out = append(out, x.Kind)
		}
	}
	return out
}

// DefaultRoles returns a fresh copy of the default matrix: which commands each role may give. Change it and pass it
// with WithRoles. A shop and the manager of another warehouse act at their own place only: the units reserved there,
// that the buyer gets there, or a transfer from or to it. Refunds and price reductions are ordered by people only: no
// system role has them. Held money is taken or given back by rule as well (Capture, ReleaseHold): nothing leaves the
// seller that the buyer has not promised or never paid.
func DefaultRoles() Roles {
	seller := Rights(Anywhere,
		KindTake, KindContact, KindGiveConfirmation, KindConfirm, KindCancel, KindAssemble, KindRelease, KindPack,
		KindCreateShipment, KindRequestParcel, KindDropParcel, KindHandOver, KindArrive, KindDeliver, KindDropDoorResult, KindComplete,
		KindMoveDate, KindAskConfirmation, KindSetShippingCost, KindChangeDetails,
		KindEdit, KindChangeLine, KindReprice, KindPay, KindReturn, KindReceive, KindAttach, KindIssueDocument, KindVoidDocument, KindAttachReceipt, KindSetMark, KindRejectMark,
		KindRequestTransfer, KindSendTransfer, KindPostTransfer, KindReceiveTransfer, KindDropTransfer, KindReportBadMark, KindRequestDocument, KindAttachStatement,
		KindRecordExpense, KindDropExpense, KindAnswer, KindClearHold, KindComment, KindLabel, KindNotify, KindMarkTold, KindAnswerNotice, KindReportMessage, KindReportMarks,
	)
	return Roles{
		RoleOperator: append(slices.Clone(seller), Rights(Anywhere, KindReducePrice, KindRefund, KindSettleRefund, KindCapture, KindReleaseHold, KindSettleHold, KindSettleParcel, KindForget)...),
		RoleERP:      seller,
		RoleShop: append(
			Rights(OwnPlace, KindAssemble, KindSendTransfer, KindReceiveTransfer, KindDropTransfer, KindDeliver, KindDropDoorResult, KindReceive, KindReturn),
			Rights(Anywhere, KindAttachStatement, KindAttach, KindComment, KindLabel, KindContact, KindNotify, KindMarkTold, KindAnswerNotice)...),
		RoleWarehouse: Rights(Anywhere,
			KindAssemble, KindRelease, KindPack, KindCreateShipment, KindHandOver, KindReceive, KindSetMark, KindRejectMark,
			KindSendTransfer, KindReceiveTransfer, KindDropTransfer, KindReportBadMark, KindRequestDocument,
			KindAttach, KindIssueDocument, KindComment, KindLabel, KindNotify, KindMarkTold, KindAnswerNotice),
		RoleRemote: append(
			Rights(OwnPlace, KindAssemble, KindSendTransfer, KindDropTransfer, KindSetMark, KindRejectMark, KindReportBadMark),
			Rights(Anywhere, KindAttach, KindComment, KindNotify, KindMarkTold, KindAnswerNotice)...),
		RoleBuyer:   Rights(Anywhere, KindGiveConfirmation, KindCancel, KindReturn, KindAttachStatement, KindComment),
		RoleCarrier: Rights(Anywhere, KindSettleParcel, KindArrive, KindDeliver, KindComment),
		RoleGateway: Rights(Anywhere,
			KindPay, KindSettleRefund, KindSettleHold, KindAttach, KindAttachReceipt, KindGiveConfirmation, KindComment),
		RoleChannel: Rights(Anywhere, KindGiveConfirmation, KindChangeDetails, KindMoveDate, KindEdit, KindReprice, KindCancel, KindAttachStatement, KindComment, KindLabel),
		RoleBooks:   Rights(Anywhere, KindAttach, KindIssueDocument, KindVoidDocument, KindComment, KindLabel),
		RoleSystem: Rights(Anywhere,
			KindTake, KindGiveConfirmation, KindConfirm, KindCancel, KindAssemble, KindRelease, KindCreateShipment,
			KindSettleParcel, KindDropParcel, KindHandOver, KindArrive, KindDeliver, KindComplete, KindChangeLine, KindReprice, KindPay, KindCapture, KindReleaseHold, KindSettleHold, KindSettleRefund, KindAttach, KindIssueDocument, KindVoidDocument, KindAttachReceipt, KindAnswer,
			KindRequestTransfer, KindDropTransfer, KindRequestDocument, KindAttachStatement,
			KindRecordExpense, KindDropExpense, KindComment, KindLabel, KindAskConfirmation, KindNotify, KindMarkTold, KindAnswerNotice, KindReportMessage, KindReportMarks),
	}
}

// right returns how far the actor's right to a command extends, or the refusal.
func (o *Order) right(a Actor, k Kind) (Own, error) {
	roles, r := o.rules.roles, a.actsAs()
	own, ok := roles.right(r, k)
	if ok {
		return own, nil
	}
	switch kinds, known := roles.kinds(r), slices.Sorted(maps.Keys(roles)); {
	case r == "":
		return "", refuse(ErrRole, "By.Actor.Role", "it is not set; known are %v", known)
	case !slices.Contains(known, r):
		return "", refuse(ErrRole, roleText(r), "it is not known; known are %v", known)
	default:
		return "", refuse(ErrRole, roleText(r), "it may give only %v", kinds)
	}
}

// roleText names a role in a refusal.
func roleText(r Role) Text {
	if r == "" {
		return Textf("By.Actor.Role")
	}
	return Textf("role %s", r)
}
