package order

// Kind names a command. The texts are stable: schemes, role matrices and permits use them.
type Kind string

// The kinds of commands, one for each Command.
const (
	KindTake             Kind = "take"
	KindContact          Kind = "contact"
	KindGiveConfirmation Kind = "give-confirmation"
	KindAskConfirmation  Kind = "ask-confirmation"
	KindSetShippingCost  Kind = "set-shipping-cost"
	KindChangeDetails    Kind = "change-details"
	KindConfirm          Kind = "confirm"
	KindCancel           Kind = "cancel"
	KindEdit             Kind = "edit"
	KindChangeLine       Kind = "change-line"
	KindReprice          Kind = "reprice"
	KindPay              Kind = "pay"
	KindCapture          Kind = "capture"
	KindReleaseHold      Kind = "release-hold"
	KindSettleHold       Kind = "settle-hold"
	KindMoveDate         Kind = "move-date"
	KindAssemble         Kind = "assemble"
	KindRelease          Kind = "release"
	KindRequestTransfer  Kind = "request-transfer"
	KindSendTransfer     Kind = "send-transfer"
	KindPostTransfer     Kind = "post-transfer"
	KindReceiveTransfer  Kind = "receive-transfer"
	KindDropTransfer     Kind = "drop-transfer"
	KindSetMark          Kind = "set-mark"
	KindRejectMark       Kind = "reject-mark"
	KindReportBadMark    Kind = "report-bad-mark"
	KindPack             Kind = "pack"
	KindCreateShipment   Kind = "create-shipment"
	KindRequestParcel    Kind = "request-parcel"
	KindSettleParcel     Kind = "settle-parcel"
	KindDropParcel       Kind = "drop-parcel"
	KindRequestDocument  Kind = "request-document"
	KindHandOver         Kind = "hand-over"
	KindArrive           Kind = "arrive"
	KindDeliver          Kind = "deliver"
	KindDropDoorResult   Kind = "drop-door-result"
	KindComplete         Kind = "complete"
	KindReturn           Kind = "return"
	KindReceive          Kind = "receive"
	KindAttachStatement  Kind = "attach-statement"
	KindReducePrice      Kind = "reduce-price"
	KindRefund           Kind = "refund"
	KindSettleRefund     Kind = "settle-refund"
	KindAttachReceipt    Kind = "attach-receipt"
	KindRecordExpense    Kind = "record-expense"
	KindDropExpense      Kind = "drop-expense"
	KindAttach           Kind = "attach"
	KindIssueDocument    Kind = "issue-document"
	KindVoidDocument     Kind = "void-document"
	KindAnswer           Kind = "answer"
	KindClearHold        Kind = "clear-hold"
	KindComment          Kind = "comment"
	KindLabel            Kind = "label"
	KindForget           Kind = "forget"
	KindNotify           Kind = "notify"
	KindMarkTold         Kind = "mark-told"
	KindAnswerNotice     Kind = "answer-notice"
	KindReportMessage    Kind = "report-message"
	KindReportMarks      Kind = "report-marks"
)

// Kinds lists all kinds in the order of an ordinary life. The commands of one Intent are tried in this order, except
// that a cancellation of the whole order comes first.
func Kinds() []Kind {
	return []Kind{
		KindTake, KindContact, KindSetShippingCost, KindGiveConfirmation, KindAskConfirmation, KindChangeDetails, KindChangeLine, KindEdit, KindReprice, KindCancel, KindConfirm, KindPay, KindCapture, KindReleaseHold, KindSettleHold, KindMoveDate,
		KindAssemble, KindRelease, KindRequestTransfer, KindSendTransfer, KindPostTransfer, KindReceiveTransfer, KindDropTransfer,
		KindSetMark, KindRejectMark, KindReportBadMark, KindPack, KindCreateShipment, KindRequestParcel,
		KindSettleParcel, KindDropParcel, KindRequestDocument, KindHandOver, KindArrive,
		KindDropDoorResult, KindDeliver, KindComplete, KindReturn, KindAttachStatement, KindReceive, KindReducePrice, KindRefund, KindSettleRefund,
		KindAttachReceipt, KindRecordExpense, KindDropExpense, KindAttach, KindIssueDocument, KindVoidDocument, KindAnswer, KindClearHold, KindComment, KindLabel,
		KindNotify, KindMarkTold, KindAnswerNotice, KindReportMessage, KindReportMarks, KindForget,
	}
}
