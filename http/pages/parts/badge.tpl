<span class="badge $(look)">{{t:$(label)}}</span>
