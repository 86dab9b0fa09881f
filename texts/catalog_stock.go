package texts

// stockPlans are the refusals of plans: where the goods of an order are reserved, and what is moved.
func stockPlans() []entry {
	return []entry{
		{"places[%d].Code", "places[%d].Code", "places[%d].Code", "places[%d].Code"},
		{"demand[%d].Line", "demand[%d].Line", "demand[%d].Line", "demand[%d].Line"},
		{"Policy.Prefer", "Policy.Prefer", "Policy.Prefer", "Policy.Prefer"},
		{"the buyer's place", "место покупателя", "місце покупця", "miejsce kupującego"},
		{"%d is not known", "значение %d неизвестно", "значення %d невідоме", "wartość %d nie jest znana"},
		{
			"two places have this code",
			"этот код у двух мест",
			"цей код мають два місця",
			"ten kod mają dwa miejsca",
		},
		{
			"its coordinates are impossible: the latitude is -90 to 90 degrees, the longitude -180 to 180",
			"такие координаты невозможны: широта от -90 до 90 градусов, долгота от -180 до 180",
			"такі координати неможливі: широта від -90 до 90 градусів, довгота від -180 до 180",
			"takie współrzędne są niemożliwe: szerokość to od -90 do 90 stopni, długość od -180 do 180",
		},
		{
			"the demand has it twice",
			"в потребности она указана дважды",
			"у потребі її вказано двічі",
			"zapotrzebowanie zawiera ją dwa razy",
		},
		{
			"it is not among the places",
			"его нет среди известных мест",
			"його немає серед відомих місць",
			"nie ma go wśród znanych miejsc",
		},
		{
			"it is to go from a place to the same place; name another",
			"перемещение указано с места на то же место; укажите другое",
			"переміщення вказано з місця на те саме місце; вкажіть інше",
			"przesunięcie prowadzi z miejsca na to samo miejsce; podaj inne",
		},
		{
			"%s asked, %s reserved at %s",
			"запрошено %s, а в резерве %s; место: %s",
			"запитано %s, а в резерві %s; місце: %s",
			"żądano %s, a zarezerwowano %s; miejsce: %s",
		},
		{
			"%s asked, %s not reserved yet",
			"запрошено %s, а не зарезервировано ещё %s",
			"запитано %s, а ще не зарезервовано %s",
			"żądano %s, a jeszcze niezarezerwowane jest %s",
		},
		{
			"%s asked, %s free at %s",
			"запрошено %s, а свободно %s; место: %s",
			"запитано %s, а вільно %s; місце: %s",
			"żądano %s, a wolne jest %s; miejsce: %s",
		},
	}
}
