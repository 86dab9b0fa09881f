package order

import (
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
	RoleCarrier   Role = "carrier"
	RoleGateway   Role = "gateway" // payments and receipts
)

// DefaultRoles returns a fresh copy of the default matrix: which commands each role may give. Change it and pass it
// with WithRoles. Refunds are ordered by people only: no system role has them.
func DefaultRoles() map[Role][]Kind {
	seller := []Kind{
		KindTake, KindContact, KindGiveConfirmation, KindConfirm, KindCancel, KindAssemble, KindRelease, KindPack,
		KindCreateShipment, KindRequestParcel, KindDropParcel, KindHandOver, KindArrive, KindDeliver, KindDropDoorResult, KindComplete,
		KindMoveDate,
		KindEdit, KindReprice, KindPay, KindReturn, KindReceive, KindAttach, KindAttachReceipt, KindSetMark, KindRejectMark,
		KindAnswer, KindClearHold, KindComment, KindLabel,
	}
	return map[Role][]Kind{
		RoleOperator: append(slices.Clone(seller), KindRefund, KindSettleRefund, KindSettleParcel),
		RoleERP:      slices.Clone(seller),
		RoleShop:     {KindDeliver, KindDropDoorResult, KindReceive, KindReturn, KindAttach, KindComment, KindLabel, KindContact},
		RoleWarehouse: {
			KindAssemble, KindRelease, KindPack, KindCreateShipment, KindHandOver, KindReceive, KindSetMark, KindRejectMark,
			KindAttach, KindComment, KindLabel,
		},
		RoleRemote:  {KindAssemble, KindSetMark, KindRejectMark, KindAttach, KindComment},
		RoleBuyer:   {KindGiveConfirmation, KindCancel, KindReturn, KindComment},
		RoleCarrier: {KindSettleParcel, KindArrive, KindDeliver, KindComment},
		RoleGateway: {KindPay, KindSettleRefund, KindAttach, KindAttachReceipt, KindGiveConfirmation, KindComment},
		RoleChannel: {KindGiveConfirmation, KindCancel, KindComment, KindLabel},
		RoleSystem: {
			KindTake, KindGiveConfirmation, KindConfirm, KindCancel, KindAssemble, KindRelease, KindCreateShipment,
			KindSettleParcel, KindDropParcel, KindHandOver, KindArrive, KindDeliver, KindComplete, KindReprice, KindPay, KindSettleRefund, KindAttach, KindAttachReceipt, KindAnswer,
			KindComment, KindLabel,
		},
	}
}

// roleText names a role in a refusal.
func roleText(r Role) Text {
	if r == "" {
		return Textf("By.Actor.Role")
	}
	return Textf("role %s", r)
}
