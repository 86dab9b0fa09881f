package atol

// PaymentMethod is the stage of settlement of a line, tag 1214.
type PaymentMethod string

// The stages of settlement.
const (
	FullPrepayment PaymentMethod = "full_prepayment" // the whole price, before the goods are handed over
	Prepayment     PaymentMethod = "prepayment"      // a part of the price, before
	Advance        PaymentMethod = "advance"         // before, for goods that are not settled yet
	FullPayment    PaymentMethod = "full_payment"    // handed over and paid in full, with earlier payments
	PartialPayment PaymentMethod = "partial_payment" // handed over, partly on credit
	Credit         PaymentMethod = "credit"          // handed over, unpaid
	CreditPayment  PaymentMethod = "credit_payment"  // paid after
)

// methods are the stages in the order of the law's numbers.
var methods = []PaymentMethod{
	FullPrepayment, Prepayment, Advance, FullPayment, PartialPayment, Credit, CreditPayment,
}

// PaymentObject is the subject of a line, tag 1212. v5 sends the number, v4 a word.
type PaymentObject int

// The objects of settlement.
const (
	Commodity            PaymentObject = 1
	Excise               PaymentObject = 2
	Job                  PaymentObject = 3
	Service              PaymentObject = 4 // delivery as well
	GamblingBet          PaymentObject = 5
	GamblingPrize        PaymentObject = 6
	Lottery              PaymentObject = 7
	LotteryPrize         PaymentObject = 8
	IntellectualActivity PaymentObject = 9
	PaymentItself        PaymentObject = 10 // advance, deposit, prepayment, credit
	AgentCommission      PaymentObject = 11
	Award                PaymentObject = 12
	OtherObject          PaymentObject = 13
	PropertyRight        PaymentObject = 14
	NonOperatingGain     PaymentObject = 15
	InsurancePremium     PaymentObject = 16
	SalesTax             PaymentObject = 17
	ResortFee            PaymentObject = 18
	Deposit              PaymentObject = 19
	Expense              PaymentObject = 20
	PensionInsuranceIP   PaymentObject = 21
	PensionInsurance     PaymentObject = 22
	MedicalInsuranceIP   PaymentObject = 23
	MedicalInsurance     PaymentObject = 24
	SocialInsurance      PaymentObject = 25
	CasinoPayment        PaymentObject = 26
	BankAgentPayout      PaymentObject = 27 // v5
	ExciseWithoutMark    PaymentObject = 30 // subject to marking, without a code
	ExciseWithMark       PaymentObject = 31
	CommodityWithoutMark PaymentObject = 32
	CommodityWithMark    PaymentObject = 33
)

// objectWords are the objects in the words of v4; "" is one that v4 does not have.
var objectWords = map[PaymentObject]string{
	Commodity: "commodity", Excise: "excise", Job: "job", Service: "service", GamblingBet: "gambling_bet",
	GamblingPrize: "gambling_prize", Lottery: "lottery", LotteryPrize: "lottery_prize",
	IntellectualActivity: "intellectual_activity", PaymentItself: "payment", AgentCommission: "agent_commission",
	Award: "award", OtherObject: "another", PropertyRight: "property_right",
	NonOperatingGain: "non-operating_gain", // the only one with a hyphen
	InsurancePremium: "insurance_premium", SalesTax: "sales_tax", ResortFee: "resort_fee", Deposit: "deposit",
	Expense: "expense", PensionInsuranceIP: "pension_insurance_ip", PensionInsurance: "pension_insurance",
	MedicalInsuranceIP: "medical_insurance_ip", MedicalInsurance: "medical_insurance",
	SocialInsurance: "social_insurance", CasinoPayment: "casino_payment", BankAgentPayout: "",
	ExciseWithoutMark: "excise", ExciseWithMark: "excise", CommodityWithoutMark: "commodity",
	CommodityWithMark: "commodity",
}

// Measure is a unit of measure, tag 2108. The zero Measure is a piece.
type Measure int

// The units of measure.
const (
	Piece           Measure = 0
	Gram            Measure = 10
	Kilogram        Measure = 11
	Tonne           Measure = 12
	Centimetre      Measure = 20
	Decimetre       Measure = 21
	Metre           Measure = 22
	SqCentimetre    Measure = 30
	SqDecimetre     Measure = 31
	SqMetre         Measure = 32
	Millilitre      Measure = 40
	Litre           Measure = 41
	CubicMetre      Measure = 42
	KilowattHour    Measure = 50
	Gigacalorie     Measure = 51
	Day             Measure = 70
	Hour            Measure = 71
	Minute          Measure = 72
	Second          Measure = 73
	Kilobyte        Measure = 80
	Megabyte        Measure = 81
	Gigabyte        Measure = 82
	Terabyte        Measure = 83
	UnlistedMeasure Measure = 255
)

// unitNames are the units that v4 prints, where any text is accepted; "" is left out.
var unitNames = map[Measure]string{
	Piece: "шт", Gram: "г", Kilogram: "кг", Tonne: "т", Centimetre: "см", Decimetre: "дм", Metre: "м",
	SqCentimetre: "см2", SqDecimetre: "дм2", SqMetre: "м2", Millilitre: "мл", Litre: "л", CubicMetre: "м3",
	KilowattHour: "кВт·ч", Gigacalorie: "Гкал", Day: "сут", Hour: "ч", Minute: "мин", Second: "с",
	Kilobyte: "Кбайт", Megabyte: "Мбайт", Gigabyte: "Гбайт", Terabyte: "Тбайт", UnlistedMeasure: "",
}
