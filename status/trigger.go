package status

// Trigger is an event of a canonical machine. The machines share one list, so that a code means the same for orders,
// goods, parcels and money.
// The zero value means unset.
type Trigger uint8

// The triggers, grouped by what they are about.
const (
	TriggerAskConfirmation Trigger = iota + 1 // a confirmation has become open
	TriggerPlace                              // the last open confirmation was given: the order is placed
	TriggerTake                               // a person takes it
	TriggerPropose                            // changes are proposed to the other side
	TriggerConsent                            // the other side agrees to the changes
	TriggerDecline                            // the other side does not agree to the changes
	TriggerAmend                              // lines were added or changed: it must be confirmed anew
	TriggerAskPayment                         // it is to be paid before it goes on
	TriggerAuthorize                          // the sum is held on the buyer's account
	TriggerPayPartly                          // less than the sum is received
	TriggerPay                                // the sum is received
	TriggerFail                               // the payment did not go through
	TriggerRetry                              // what failed is tried again
	TriggerConfirm                            // everything is confirmed
	TriggerConfirmPartly                      // some of it is confirmed, the rest refused
	TriggerRequest                            // goods are requested from another warehouse, or a parcel from the carrier
	TriggerSendToCentral                      // goods leave for the central warehouse
	TriggerAssemble                           // goods are reserved or put together
	TriggerRelease                            // a reservation is given up
	TriggerRemark                             // a bad marking code must be replaced
	TriggerPack                               // goods are put into a package
	TriggerUnpack                             // goods are taken out of their package
	TriggerHandOver                           // handed to the carrier
	TriggerSendWithCourier                    // sent off with the seller's own courier
	TriggerArrive                             // arrived at the pick-up point
	TriggerDeliver                            // handed out to the buyer
	TriggerDeliverPartly                      // handed out to the buyer in part
	TriggerComplete                           // closed
	TriggerRefuse                             // the buyer did not take it; of money: the gateway refused
	TriggerReturn                             // split off to be returned, or on the way back
	TriggerReceive                            // received back
	TriggerAccept                             // examined and fit for sale
	TriggerDamage                             // examined and damaged
	TriggerMistake                            // examined and not what was sent
	TriggerReject                             // not accepted
	TriggerGiveBack                           // a rejected return goes to the buyer again
	TriggerWithdraw                           // the buyer keeps the goods after all
	TriggerLose                               // lost on the way
	TriggerCancel                             // cancelled
	TriggerOwe                                // a refund becomes due
	TriggerWaive                              // the refund is no longer due
	TriggerOrderRefund                        // a person orders the refund
	TriggerDoubt                              // no answer: it may or may not have been done
	TriggerSettle                             // the refund is done
	TriggerRefundPartly                       // some of the payment was paid back
	TriggerRefund                             // all of the payment was paid back
)

var triggerCodes = []string{
	"",
	"ask-confirmation",
	"place",
	"take",
	"propose",
	"consent",
	"decline",
	"amend",
	"ask-payment",
	"authorize",
	"pay-partly",
	"pay",
	"fail",
	"retry",
	"confirm",
	"confirm-partly",
	"request",
	"send-to-central",
	"assemble",
	"release",
	"re-mark",
	"pack",
	"unpack",
	"hand-over",
	"send-with-courier",
	"arrive",
	"deliver",
	"deliver-partly",
	"complete",
	"refuse",
	"return",
	"receive",
	"accept",
	"damage",
	"mistake",
	"reject",
	"give-back",
	"withdraw",
	"lose",
	"cancel",
	"owe",
	"waive",
	"order-refund",
	"doubt",
	"settle",
	"refund-partly",
	"refund",
}

// String returns the stable text code.
func (s Trigger) String() string { return text(triggerCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s Trigger) MarshalText() ([]byte, error) { return marshal("trigger", triggerCodes, s) }

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *Trigger) UnmarshalText(b []byte) (err error) {
	*s, err = ParseTrigger(string(b))
	return err
}

// ParseTrigger returns the trigger with the given code, or an *UnknownCodeError.
func ParseTrigger(code string) (Trigger, error) {
	return parse[Trigger]("trigger", triggerCodes, code)
}
